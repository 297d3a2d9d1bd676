package trro.exporter.backfill;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import trro.exporter.metrics.Figure;
import trro.exporter.model.SessionStatistics;

/**
 * Writes a table for people: a row for each bucket that is known, in the file of the time at which it closed. Times are
 * of the configured zone, figures those of the metrics.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">CSV</a>
 */
record CsvWriter(HistoryRequest request, List<Lane> lanes, Answers answers) {

    private static final String LINE_END = "\r\n";

    void write(Layout.Part part, OutputStream out) throws IOException {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        text.write("project_id,device_id,interval,start,end");
        for (Figure figure : Figure.values()) {
            text.write("," + figure.ofProjects().name().substring("trro_project_".length()));
        }
        text.write(LINE_END);
        for (Lane lane : lanes) {
            for (int subject : lane.subjects()) {
                write(part, lane, subject, text);
            }
        }
        text.flush();
    }

    private void write(Layout.Part part, Lane lane, int subject, Writer text) throws IOException {
        Timeline timeline = new Timeline(answers.about(lane.whole(subject)), lane.knowledge());
        Instant end = lane.from();
        while (end.isBefore(lane.to())) {
            Instant start = end;
            end = lane.next(start);
            Optional<SessionStatistics> statistics = timeline.at(start);
            boolean closedInPart = end.isBefore(part.to())
                    && (!end.isBefore(part.from()) || part.from().equals(request.from()));
            if (statistics.isPresent()
                    && closedInPart
                    && lane.shownAfter(subject, start).isPresent()) {
                write(request.subjects().get(subject), lane, start, statistics.get(), text);
            }
        }
    }

    private void write(Subject subject, Lane lane, Instant start, SessionStatistics statistics, Writer text)
            throws IOException {
        text.write(String.join(
                ",",
                cell(subject.projectId()),
                cell(subject.deviceId().orElse("")),
                lane.interval().label(),
                time(start),
                time(lane.next(start))));
        for (Figure figure : Figure.values()) {
            text.write(',');
            if (figure.isKnown(statistics)) {
                String number = Double.toString(figure.of(statistics));
                text.write(number.endsWith(".0") ? number.substring(0, number.length() - 2) : number);
            }
        }
        text.write(LINE_END);
    }

    private String time(Instant moment) {
        ZoneId zone = request.calendar().zone();
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(moment.atZone(zone));
    }

    private static String cell(String text) {
        boolean isPlain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return isPlain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
