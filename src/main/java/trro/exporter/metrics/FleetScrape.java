package trro.exporter.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Stream;
import trro.exporter.exposition.Family;
import trro.exporter.exposition.LastLabel;
import trro.exporter.exposition.SampleSink;
import trro.exporter.exposition.SeriesLabels;
import trro.exporter.metrics.FleetLabels.TargetLabels;
import trro.exporter.model.Buckets;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.model.Window;
import trro.exporter.snapshot.LatestStatistics;
import trro.exporter.snapshot.TargetState;
import trro.exporter.snapshot.Viewpoint;
import trro.exporter.time.Moment;

/** The fleet's gauges of one scrape: everything is seen from one moment. */
final class FleetScrape {

    private static final LastLabel CURRENT = LastLabel.of("window", Window.CURRENT.label());
    private static final LastLabel PREVIOUS = LastLabel.of("window", Window.PREVIOUS.label());
    private static final Map<Family, Samples> FAMILIES = families();

    /** Writes the samples of one family. */
    private interface Samples {
        void write(FleetScrape scrape, SampleSink sink) throws IOException;
    }

    /** A target that was answered; its figures are empty where they are not known, or too old. */
    private record Shown(
            TargetLabels labels,
            Instant answeredAt,
            Optional<SessionStatistics> current,
            Optional<SessionStatistics> previous) {}

    private final Map<StatisticInterval, Viewpoint> views;
    private final Moment now;
    private final ZoneId zone;
    private final Duration settleTime;
    private final List<Shown> projects = new ArrayList<>();
    private final List<Shown> devices = new ArrayList<>();
    private final Map<String, Double> up = new TreeMap<>();
    private final Map<StatisticInterval, Long> oldestNanos = new EnumMap<>(StatisticInterval.class);

    private static Map<Family, Samples> families() {
        Map<Family, Samples> families = new TreeMap<>(Comparator.comparing(Family::name));
        for (Figure figure : Figure.values()) {
            families.put(figure.ofProjects(), (scrape, sink) -> writeFigure(scrape.projects, figure, sink));
            families.put(figure.ofDevices(), (scrape, sink) -> writeFigure(scrape.devices, figure, sink));
        }
        families.put(MetricCatalog.PROJECT_LAST_SUCCESS, (scrape, sink) -> writeLastSuccess(scrape.projects, sink));
        families.put(MetricCatalog.DEVICE_LAST_SUCCESS, (scrape, sink) -> writeLastSuccess(scrape.devices, sink));
        families.put(MetricCatalog.INTERVAL_START, (scrape, sink) -> scrape.writeEdges(Buckets::start, sink));
        families.put(MetricCatalog.INTERVAL_END, (scrape, sink) -> scrape.writeEdges(Buckets::end, sink));
        families.put(MetricCatalog.INTERVAL_SETTLES, FleetScrape::writeSettles);
        families.put(
                MetricCatalog.INTERVAL_START_DAY_OF_WEEK,
                (scrape, sink) -> scrape.writeCalendar(scrape::startDayOfWeek, sink));
        families.put(MetricCatalog.UP, FleetScrape::writeUp);
        families.put(MetricCatalog.POLL_STALENESS, FleetScrape::writeStaleness);
        return families;
    }

    /**
     * @param views the viewpoint from which the figures of each polled interval are seen
     * @param zone whose calendar tells the day of the week
     * @param settleTime how long after a window closed TRRO may still change it
     */
    FleetScrape(Map<StatisticInterval, Viewpoint> views, Moment now, ZoneId zone, Duration settleTime) {
        this.views = views;
        this.now = now;
        this.zone = zone;
        this.settleTime = settleTime;
    }

    /** Targets are added in the order of their labels. */
    void add(TargetLabels labels, TargetState state) {
        boolean ofProject = labels.target().deviceId().isEmpty();
        if (state.latest().isPresent()) {
            (ofProject ? projects : devices).add(shown(labels, state.latest().get()));
        }
        if (ofProject && state.asked()) {
            up.merge(labels.target().projectId(), state.failure().isEmpty() ? 1.0 : 0.0, Math::min);
        }
    }

    private Shown shown(TargetLabels labels, LatestStatistics latest) {
        StatisticInterval interval = labels.target().interval();
        oldestNanos.merge(interval, now.since(latest.answered()).toNanos(), Math::max);
        Viewpoint view = views.get(interval);
        return new Shown(
                labels,
                latest.answered().instant(),
                view == null ? Optional.empty() : latest.in(Window.CURRENT, view),
                view == null ? Optional.empty() : latest.in(Window.PREVIOUS, view));
    }

    /** Writes all families in the order of their names, each in the order of its labels. */
    void writeTo(SampleSink sink) throws IOException {
        for (Map.Entry<Family, Samples> family : FAMILIES.entrySet()) {
            if (sink.family(family.getKey())) {
                family.getValue().write(this, sink);
            }
        }
    }

    private static void writeFigure(List<Shown> targets, Figure figure, SampleSink sink) throws IOException {
        for (Shown target : targets) {
            writeFigure(target.labels(), CURRENT, target.current(), figure, sink);
            writeFigure(target.labels(), PREVIOUS, target.previous(), figure, sink);
        }
    }

    private static void writeFigure(
            SeriesLabels labels,
            LastLabel window,
            Optional<SessionStatistics> statistics,
            Figure figure,
            SampleSink sink)
            throws IOException {
        if (statistics.isPresent() && figure.isKnown(statistics.get())) {
            sink.sample(labels, window, figure.of(statistics.get()));
        }
    }

    private static void writeLastSuccess(List<Shown> targets, SampleSink sink) throws IOException {
        for (Shown target : targets) {
            sink.sample(target.labels(), MetricCatalog.unixSeconds(target.answeredAt()));
        }
    }

    private void writeEdges(BiFunction<Buckets, Window, Instant> edge, SampleSink sink) throws IOException {
        writeCalendar((buckets, window) -> MetricCatalog.unixSeconds(edge.apply(buckets, window)), sink);
    }

    private double startDayOfWeek(Buckets buckets, Window window) {
        return buckets.start(window).atZone(zone).getDayOfWeek().getValue() % 7.0;
    }

    private void writeCalendar(ToDoubleBiFunction<Buckets, Window> value, SampleSink sink) throws IOException {
        for (Map.Entry<StatisticInterval, Viewpoint> interval : byLabel(views)) {
            SeriesLabels labels = labels("interval", interval.getKey().label());
            Buckets buckets = interval.getValue().buckets();
            sink.sample(labels, CURRENT, value.applyAsDouble(buckets, Window.CURRENT));
            sink.sample(labels, PREVIOUS, value.applyAsDouble(buckets, Window.PREVIOUS));
        }
    }

    private void writeSettles(SampleSink sink) throws IOException {
        for (Map.Entry<StatisticInterval, Viewpoint> interval : byLabel(views)) {
            Instant end = interval.getValue().buckets().end(Window.PREVIOUS);
            sink.sample(labels("interval", interval.getKey().label()), MetricCatalog.unixSeconds(end.plus(settleTime)));
        }
    }

    private void writeUp(SampleSink sink) throws IOException {
        for (Map.Entry<String, Double> project : up.entrySet()) {
            sink.sample(labels("project_id", project.getKey()), project.getValue());
        }
    }

    private void writeStaleness(SampleSink sink) throws IOException {
        for (Map.Entry<StatisticInterval, Long> oldest : byLabel(oldestNanos)) {
            sink.sample(labels("interval", oldest.getKey().label()), oldest.getValue() / 1e9);
        }
    }

    private static <V> List<Map.Entry<StatisticInterval, V>> byLabel(Map<StatisticInterval, V> values) {
        Stream<Map.Entry<StatisticInterval, V>> entries = values.entrySet().stream();
        return entries.sorted(Comparator.comparing(entry -> entry.getKey().label()))
                .toList();
    }

    private static SeriesLabels labels(String name, String value) {
        return SeriesLabels.of(Labels.of(name, value));
    }
}
