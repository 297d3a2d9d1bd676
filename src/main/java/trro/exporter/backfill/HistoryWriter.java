package trro.exporter.backfill;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import trro.exporter.exposition.Family;
import trro.exporter.exposition.SeriesLabels;
import trro.exporter.exposition.TimedSamples;
import trro.exporter.metrics.Figure;
import trro.exporter.metrics.MetricCatalog;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.model.Window;

/**
 * Writes the samples: what a scrape at each step would have shown of the previous hour, day and month. Holds the
 * buckets of one series at a time in memory, and reads the answers anew for each family.
 */
final class HistoryWriter {

    /**
     * A bucket and the samples that show it.
     *
     * @param after samples until then are there already
     */
    private record Shown(Instant start, Instant end, Instant from, Instant until, Instant after) {}

    /** A series of buckets. */
    private record Row(int subject, Subject who, Lane.Known lane) {}

    private final HistoryRequest request;
    private final Layout layout;
    private final List<Lane.Known> lanes;
    private final Answers answers;
    private final List<Row> rows = new ArrayList<>();

    HistoryWriter(HistoryRequest request, Layout layout, List<Lane.Known> lanes, Answers answers) {
        this.request = request;
        this.layout = layout;
        this.lanes = lanes;
        this.answers = answers;
        for (Lane.Known lane : lanes) {
            for (int subject : lane.lane().subjects()) {
                rows.add(new Row(subject, request.subjects().get(subject), lane));
            }
        }
        rows.sort(Comparator.comparing((Row row) -> row.who().deviceId().orElse(""))
                .thenComparing(row -> row.lane().lane().interval().label())
                .thenComparing(row -> row.who().projectId()));
    }

    void write(Layout.Part part, TimedSamples page) throws IOException {
        for (Map.Entry<String, Content> family : families().entrySet()) {
            family.getValue().write(part, page);
        }
        page.end();
    }

    /** Writes the samples of a family. */
    private interface Content {
        void write(Layout.Part part, TimedSamples page) throws IOException;
    }

    private Map<String, Content> families() {
        Map<String, Content> families = new TreeMap<>();
        for (Figure figure : Figure.values()) {
            families.put(figure.ofProjects().name(), (part, page) -> {
                page.family(figure.ofProjects());
                writeFigure(part, figure, false, page);
            });
            families.put(figure.ofDevices().name(), (part, page) -> {
                page.family(figure.ofDevices());
                writeFigure(part, figure, true, page);
            });
        }
        putCalendar(families, MetricCatalog.INTERVAL_START, shown -> seconds(shown.start()));
        putCalendar(families, MetricCatalog.INTERVAL_END, shown -> seconds(shown.end()));
        putCalendar(families, MetricCatalog.INTERVAL_SETTLES, shown -> seconds(settles(shown)));
        putCalendar(families, MetricCatalog.INTERVAL_START_DAY_OF_WEEK, this::startDayOfWeek);
        for (Family answered : List.of(MetricCatalog.PROJECT_LAST_SUCCESS, MetricCatalog.DEVICE_LAST_SUCCESS)) {
            families.put(answered.name(), (part, page) -> {
                page.family(answered);
                writeAnswered(part, answered.equals(MetricCatalog.DEVICE_LAST_SUCCESS), page);
            });
        }
        return families;
    }

    private void putCalendar(Map<String, Content> families, Family family, ToDoubleFunction<Shown> value) {
        families.put(family.name(), (part, page) -> writeCalendar(part, family, value, page));
    }

    private Instant settles(Shown shown) {
        return shown.end().plus(request.calendar().settleTime());
    }

    /** As the page has it: 0 is Sunday. */
    private double startDayOfWeek(Shown shown) {
        ZoneId zone = request.calendar().zone(StatisticInterval.DAY);
        return shown.start().atZone(zone).getDayOfWeek().getValue() % 7;
    }

    /** A bucket that is known counts as answered when it settled: rules and charts ask whether it is final. */
    private void writeAnswered(Layout.Part part, boolean ofDevices, TimedSamples page) throws IOException {
        for (Row row : rows) {
            if (row.who().deviceId().isPresent() == ofDevices) {
                List<Shown> all = shown(part, row.lane().lane(), row.subject());
                Timeline timeline = timeline(part, row, all);
                Map<String, String> labels = labelsOf(row);
                labels.remove("window");
                page.series(SeriesLabels.kept(labels));
                for (Shown shown : all) {
                    if (timeline.at(shown.start()).isPresent()) {
                        write(shown, settles(shown), seconds(settles(shown)), page);
                    }
                }
            }
        }
    }

    private static double seconds(Instant moment) {
        return MetricCatalog.unixSeconds(moment);
    }

    private void writeFigure(Layout.Part part, Figure figure, boolean ofDevices, TimedSamples page) throws IOException {
        for (Row row : rows) {
            if (row.who().deviceId().isPresent() == ofDevices) {
                writeSeries(part, row, figure, page);
            }
        }
    }

    private void writeSeries(Layout.Part part, Row row, Figure figure, TimedSamples page) throws IOException {
        List<Shown> all = shown(part, row.lane().lane(), row.subject());
        Timeline timeline = timeline(part, row, all);
        page.series(SeriesLabels.kept(labelsOf(row)));
        for (Shown shown : all) {
            Optional<SessionStatistics> statistics = timeline.at(shown.start()).filter(figure::isKnown);
            if (statistics.isPresent()) {
                Instant known = timeline.wasLeftOut(shown.start()) ? settles(shown) : shown.end();
                write(shown, known, figure.of(statistics.get()), page);
            }
        }
    }

    private Timeline timeline(Layout.Part part, Row row, List<Shown> all) throws IOException {
        Instant from = all.isEmpty() ? part.to() : all.get(0).start();
        Instant to = all.isEmpty() ? part.to() : all.get(all.size() - 1).end();
        Question range = new Question(row.subject(), row.lane().lane().interval(), from, to);
        return Timeline.of(answers, range, row.lane().knowledge());
    }

    private void writeCalendar(Layout.Part part, Family family, ToDoubleFunction<Shown> value, TimedSamples page)
            throws IOException {
        page.family(family);
        List<Lane> byLabel = lanes.stream()
                .map(Lane.Known::lane)
                .sorted(Comparator.comparing(lane -> lane.interval().label()))
                .toList();
        Optional<Lane> before = Optional.empty();
        for (Lane lane : byLabel) { // of several accounts, once
            if (before.map(Lane::interval).filter(lane.interval()::equals).isEmpty()) {
                List<Shown> all = shown(part, lane, Gaps.CALENDAR);
                Map<String, String> labels = labels(lane);
                if (family.equals(MetricCatalog.INTERVAL_SETTLES)) {
                    labels.remove("window");
                } else {
                    labels.put("window", Window.CURRENT.label());
                    writeCalendar(all, labels, shown -> value.applyAsDouble(current(lane, shown)), page);
                    labels.put("window", Window.PREVIOUS.label());
                }
                writeCalendar(all, labels, value, page);
            }
            before = Optional.of(lane);
        }
    }

    private void writeCalendar(
            List<Shown> all, Map<String, String> labels, ToDoubleFunction<Shown> value, TimedSamples page)
            throws IOException {
        page.series(SeriesLabels.kept(labels));
        for (Shown shown : all) {
            write(shown, shown.end(), value.applyAsDouble(shown), page);
        }
    }

    /** The bucket that was open while another was the previous one. */
    private static Shown current(Lane lane, Shown previous) {
        Instant end = lane.interval().next(previous.end(), lane.zone());
        return new Shown(previous.end(), end, previous.from(), previous.until(), previous.after());
    }

    /** Samples of a bucket at each step at which it was the previous one, from when it is known. */
    private void write(Shown shown, Instant known, double value, TimedSamples page) throws IOException {
        Instant from = known.isAfter(shown.from()) ? known : shown.from();
        Instant first = shown.after().isBefore(from) ? from : shown.after().plusMillis(1);
        for (Instant at = step(first); at.isBefore(shown.until()); at = at.plus(layout.step())) {
            page.sample(value, at.getEpochSecond());
        }
    }

    /** The first step at or after a moment. */
    private Instant step(Instant moment) {
        long stepSeconds = layout.step().toSeconds();
        long seconds = Duration.between(request.from(), moment.plusMillis(999)).toSeconds(); // rounded up
        return request.from().plusSeconds(Math.floorDiv(seconds + stepSeconds - 1, stepSeconds) * stepSeconds);
    }

    private static List<Shown> shown(Layout.Part part, Lane lane, int subject) {
        List<Shown> all = new ArrayList<>();
        Instant end = lane.interval().startOf(part.from(), lane.zone());
        while (end.isBefore(part.to())) {
            Instant until = lane.interval().next(end, lane.zone());
            Instant start = lane.interval().previous(end, lane.zone());
            Optional<Instant> after = lane.shownAfter(subject, start);
            if (after.isPresent()) {
                all.add(new Shown(
                        start,
                        end,
                        end.isAfter(part.from()) ? end : part.from(),
                        until.isBefore(part.to()) ? until : part.to(),
                        after.get()));
            }
            end = until;
        }
        return all;
    }

    private Map<String, String> labelsOf(Row row) {
        Map<String, String> labels = labels(row.lane().lane());
        labels.put("project_id", row.who().projectId());
        row.who().deviceId().ifPresent(id -> labels.put("device_id", id));
        return labels;
    }

    private Map<String, String> labels(Lane lane) {
        Map<String, String> labels = new TreeMap<>(layout.labels());
        labels.put("interval", lane.interval().label());
        labels.put("window", Window.PREVIOUS.label());
        return labels;
    }
}
