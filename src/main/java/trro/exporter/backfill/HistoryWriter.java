package trro.exporter.backfill;

import java.io.IOException;
import java.io.OutputStream;
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
import trro.exporter.exposition.TimedPage;
import trro.exporter.metrics.Figure;
import trro.exporter.metrics.MetricCatalog;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.model.Window;

/**
 * Writes the files: what a scrape at each step would have shown of the previous hour, day and month. Holds the buckets
 * of one series at a time in memory, and reads the answers anew for each family.
 */
final class HistoryWriter implements PartWriter {

    /** A bucket and the samples that show it. */
    private record Shown(Instant start, Instant end, Instant from, Instant until) {}

    /** A series of buckets. */
    private record Row(int subject, Subject who, LaneKnown lane) {}

    private final HistoryRequest request;
    private final Layout layout;
    private final List<LaneKnown> lanes;
    private final Answers answers;
    private final List<Row> rows = new ArrayList<>();

    HistoryWriter(HistoryRequest request, Layout layout, List<LaneKnown> lanes, Answers answers) {
        this.request = request;
        this.layout = layout;
        this.lanes = lanes;
        this.answers = answers;
        for (LaneKnown lane : lanes) {
            for (int subject : lane.lane().subjects()) {
                rows.add(new Row(subject, request.subjects().get(subject), lane));
            }
        }
        rows.sort(Comparator.comparing((Row row) -> row.who().deviceId().orElse(""))
                .thenComparing(row -> row.lane().lane().interval().label())
                .thenComparing(row -> row.who().projectId()));
    }

    @Override
    public void write(Layout.Part part, OutputStream out) throws IOException {
        TimedPage page = new TimedPage(out);
        for (Map.Entry<String, Content> family : families().entrySet()) {
            family.getValue().write(part, page);
        }
        page.end();
    }

    /** Writes the samples of a family. */
    private interface Content {
        void write(Layout.Part part, TimedPage page) throws IOException;
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
    private void writeAnswered(Layout.Part part, boolean ofDevices, TimedPage page) throws IOException {
        for (Row row : rows) {
            if (row.who().deviceId().isPresent() == ofDevices) {
                List<Shown> all = shown(part, row.lane().lane());
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

    private void writeFigure(Layout.Part part, Figure figure, boolean ofDevices, TimedPage page) throws IOException {
        for (Row row : rows) {
            if (row.who().deviceId().isPresent() == ofDevices) {
                writeSeries(part, row, figure, page);
            }
        }
    }

    private void writeSeries(Layout.Part part, Row row, Figure figure, TimedPage page) throws IOException {
        List<Shown> all = shown(part, row.lane().lane());
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
        Question series = new Question(row.subject(), row.lane().lane().interval(), part.from(), part.to());
        return Timeline.of(
                answers,
                series.series(),
                row.lane().knowledge(),
                all.get(0).start(),
                all.get(all.size() - 1).end());
    }

    private void writeCalendar(Layout.Part part, Family family, ToDoubleFunction<Shown> value, TimedPage page)
            throws IOException {
        page.family(family);
        List<Lane> byLabel = lanes.stream()
                .map(LaneKnown::lane)
                .sorted(Comparator.comparing(lane -> lane.interval().label()))
                .toList();
        Optional<Lane> before = Optional.empty();
        for (Lane lane : byLabel) { // of several accounts, once
            if (before.map(Lane::interval).filter(lane.interval()::equals).isEmpty()) {
                Map<String, String> labels = labels(lane);
                if (family.equals(MetricCatalog.INTERVAL_SETTLES)) {
                    labels.remove("window");
                }
                page.series(SeriesLabels.kept(labels));
                for (Shown shown : shown(part, lane)) {
                    write(shown, shown.end(), value.applyAsDouble(shown), page);
                }
            }
            before = Optional.of(lane);
        }
    }

    /** Samples of a bucket at each step at which it was the previous one, from when it is known. */
    private void write(Shown shown, Instant known, double value, TimedPage page) throws IOException {
        Instant from = known.isAfter(shown.from()) ? known : shown.from();
        for (Instant at = step(from); at.isBefore(shown.until()); at = at.plus(layout.step())) {
            page.sample(value, at.getEpochSecond());
        }
    }

    /** The first step at or after a moment. */
    private Instant step(Instant moment) {
        long stepSeconds = layout.step().toSeconds();
        long seconds = Duration.between(request.from(), moment).toSeconds();
        return request.from().plusSeconds(Math.floorDiv(seconds + stepSeconds - 1, stepSeconds) * stepSeconds);
    }

    private static List<Shown> shown(Layout.Part part, Lane lane) {
        List<Shown> all = new ArrayList<>();
        Instant end = lane.interval().startOf(part.from(), lane.zone());
        while (end.isBefore(part.to())) {
            Instant until = lane.interval().next(end, lane.zone());
            all.add(new Shown(
                    lane.interval().previous(end, lane.zone()),
                    end,
                    end.isAfter(part.from()) ? end : part.from(),
                    until.isBefore(part.to()) ? until : part.to()));
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
