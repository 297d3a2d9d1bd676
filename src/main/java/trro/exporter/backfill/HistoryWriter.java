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
    private record Row(int subject, Subject who, Lane lane) {}

    /** Writes the samples of a family. */
    private interface Content {
        void write(Family family, Layout.Part part, TimedSamples page) throws IOException;
    }

    private final HistoryRequest request;
    private final Layout layout;
    private final Answers answers;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Lane> calendars = new TreeMap<>(); // one for each interval, by its label

    HistoryWriter(HistoryRequest request, Layout layout, List<Lane> lanes, Answers answers) {
        this.request = request;
        this.layout = layout;
        this.answers = answers;
        for (Lane lane : lanes) {
            calendars.putIfAbsent(lane.interval().label(), lane);
            for (int subject : lane.subjects()) {
                rows.add(new Row(subject, request.subjects().get(subject), lane));
            }
        }
        rows.sort(Comparator.comparing((Row row) -> row.who().deviceId().orElse(""))
                .thenComparing(row -> row.lane().interval().label())
                .thenComparing(row -> row.who().projectId()));
    }

    void write(Layout.Part part, TimedSamples page) throws IOException {
        for (Map.Entry<Family, Content> family : families().entrySet()) {
            page.family(family.getKey());
            family.getValue().write(family.getKey(), part, page);
        }
        page.end();
    }

    private Map<Family, Content> families() {
        Map<Family, Content> families = new TreeMap<>(Comparator.comparing(Family::name));
        for (Figure figure : Figure.values()) {
            families.put(figure.ofProjects(), targets(Optional.of(figure)));
            families.put(figure.ofDevices(), targets(Optional.of(figure)));
        }
        families.put(MetricCatalog.PROJECT_LAST_SUCCESS, targets(Optional.empty()));
        families.put(MetricCatalog.DEVICE_LAST_SUCCESS, targets(Optional.empty()));
        families.put(MetricCatalog.INTERVAL_START, calendar(shown -> seconds(shown.start())));
        families.put(MetricCatalog.INTERVAL_END, calendar(shown -> seconds(shown.end())));
        families.put(MetricCatalog.INTERVAL_SETTLES, calendar(shown -> seconds(settles(shown))));
        families.put(MetricCatalog.INTERVAL_START_DAY_OF_WEEK, calendar(this::startDayOfWeek));
        return families;
    }

    private Instant settles(Shown shown) {
        return shown.end().plus(request.calendar().settleTime());
    }

    /** As the page has it: 0 is Sunday. */
    private double startDayOfWeek(Shown shown) {
        ZoneId zone = request.calendar().zone(StatisticInterval.DAY);
        return shown.start().atZone(zone).getDayOfWeek().getValue() % 7;
    }

    private static double seconds(Instant moment) {
        return MetricCatalog.unixSeconds(moment);
    }

    /**
     * The samples of projects, or of devices.
     *
     * @param figure empty for the time of the last answer: a bucket that is known counts as answered when it settled,
     *     since rules and charts ask whether it is final
     */
    private Content targets(Optional<Figure> figure) {
        return (family, part, page) -> {
            for (Row row : rows) {
                if (row.who().deviceId().isPresent() == family.labels().contains("device_id")) {
                    writeTarget(family, figure, row, part, page);
                }
            }
        };
    }

    private void writeTarget(Family family, Optional<Figure> figure, Row row, Layout.Part part, TimedSamples page)
            throws IOException {
        Lane lane = row.lane();
        List<Shown> all = shown(part, lane, row.subject());
        Instant from = all.isEmpty() ? part.to() : all.get(0).start();
        Instant to = all.isEmpty() ? part.to() : all.get(all.size() - 1).end();
        Question range = new Question(row.subject(), lane.interval(), from, to);
        Timeline timeline = new Timeline(answers.about(range), lane.knowledge());
        page.series(labels(family, lane, Optional.of(row.who()), Window.PREVIOUS));
        for (Shown shown : all) {
            Optional<SessionStatistics> statistics = timeline.at(shown.start());
            if (statistics.isPresent() && figure.isEmpty()) {
                write(shown, settles(shown), seconds(settles(shown)), page);
            } else if (statistics.isPresent() && figure.get().isKnown(statistics.get())) {
                Instant known = timeline.wasLeftOut(shown.start()) ? settles(shown) : shown.end();
                write(shown, known, figure.get().of(statistics.get()), page);
            }
        }
    }

    /** The samples of the calendar, which is the same for all accounts. */
    private Content calendar(ToDoubleFunction<Shown> value) {
        return (family, part, page) -> {
            for (Lane lane : calendars.values()) {
                List<Shown> all = shown(part, lane, Gaps.CALENDAR);
                for (Window window : Window.values()) {
                    if (window == Window.PREVIOUS || family.labels().contains("window")) {
                        page.series(labels(family, lane, Optional.empty(), window));
                        for (Shown shown : all) {
                            Shown told = window == Window.PREVIOUS ? shown : current(lane, shown);
                            write(shown, shown.end(), value.applyAsDouble(told), page);
                        }
                    }
                }
            }
        };
    }

    /** The bucket that was open while another was the previous one. */
    private static Shown current(Lane lane, Shown previous) {
        Instant end = lane.next(previous.end());
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
            Instant until = lane.next(end);
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

    private Map<String, String> labels(Family family, Lane lane, Optional<Subject> who, Window window) {
        Map<String, String> labels = new TreeMap<>(layout.labels());
        labels.put("interval", lane.interval().label());
        if (family.labels().contains("window")) {
            labels.put("window", window.label());
        }
        who.ifPresent(subject -> labels.put("project_id", subject.projectId()));
        who.flatMap(Subject::deviceId).ifPresent(id -> labels.put("device_id", id));
        return labels;
    }
}
