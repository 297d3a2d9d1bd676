package trro.exporter.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import trro.exporter.metrics.FleetLabels.TargetLabels;
import trro.exporter.model.Buckets;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.model.Window;
import trro.exporter.snapshot.LatestStatistics;
import trro.exporter.snapshot.TargetState;

/** The fleet's gauges of one scrape: everything is seen from one moment. */
final class FleetScrape {

    private static final List<MetricCatalog> BY_NAME = MetricCatalog.FLEET.stream()
            .sorted(Comparator.comparing(MetricCatalog::metricName))
            .toList();
    private static final Optional<Window> CURRENT = Optional.of(Window.CURRENT);
    private static final Optional<Window> PREVIOUS = Optional.of(Window.PREVIOUS);
    private static final Optional<Window> NO_WINDOW = Optional.empty();

    /** What is shown of a target that was answered; figures are empty where they are not known, or too old. */
    private record Shown(
            TargetLabels labels,
            Instant answeredAt,
            Optional<SessionStatistics> current,
            Optional<SessionStatistics> previous) {}

    private final Map<StatisticInterval, Buckets> calendar;
    private final Map<StatisticInterval, Duration> maxAges;
    private final long nowNanos;
    private final List<Shown> projects = new ArrayList<>();
    private final List<Shown> devices = new ArrayList<>();
    private final Map<String, Boolean> up = new TreeMap<>();
    private final Map<StatisticInterval, Long> oldestNanos = new EnumMap<>(StatisticInterval.class);

    /** @param calendar the buckets of each polled interval as they stand now */
    FleetScrape(Map<StatisticInterval, Buckets> calendar, Map<StatisticInterval, Duration> maxAges, long nowNanos) {
        this.calendar = calendar;
        this.maxAges = maxAges;
        this.nowNanos = nowNanos;
    }

    /** Targets are added in the order of their labels. */
    void add(TargetLabels labels, TargetState state) {
        boolean ofProject = labels.target().deviceId().isEmpty();
        if (state.latest().isPresent()) {
            (ofProject ? projects : devices).add(shown(labels, state.latest().get()));
        }
        if (ofProject && state.asked()) {
            up.merge(labels.target().projectId(), state.failure().isEmpty(), Boolean::logicalAnd);
        }
    }

    private Shown shown(TargetLabels labels, LatestStatistics latest) {
        StatisticInterval interval = labels.target().interval();
        long ageNanos = nowNanos - latest.answered().nanos();
        oldestNanos.merge(interval, ageNanos, Math::max);
        Buckets buckets = calendar.get(interval);
        if (buckets == null
                || ageNanos > maxAges.getOrDefault(interval, Duration.ZERO).toNanos()) {
            return new Shown(labels, latest.answered().instant(), Optional.empty(), Optional.empty());
        }
        return new Shown(
                labels,
                latest.answered().instant(),
                latest.in(Window.CURRENT, buckets),
                latest.in(Window.PREVIOUS, buckets));
    }

    /** Writes the families that are {@code wanted}, in the order of their names, each in the order of its labels. */
    <E extends Exception> void writeTo(SampleSink<E> sink, Predicate<String> wanted) throws E {
        for (MetricCatalog metric : BY_NAME) {
            if (wanted.test(metric.familyName())) {
                sink.family(metric);
                write(metric, sink);
            }
        }
    }

    private <E extends Exception> void write(MetricCatalog metric, SampleSink<E> sink) throws E {
        if (metric == MetricCatalog.PROJECT_LAST_SUCCESS) {
            writeLastSuccess(projects, sink);
        } else if (metric == MetricCatalog.DEVICE_LAST_SUCCESS) {
            writeLastSuccess(devices, sink);
        } else if (metric == MetricCatalog.INTERVAL_START) {
            writeCalendar(Buckets::start, sink);
        } else if (metric == MetricCatalog.INTERVAL_END) {
            writeCalendar(Buckets::end, sink);
        } else if (metric == MetricCatalog.UP) {
            for (Map.Entry<String, Boolean> project : up.entrySet()) {
                sink.sample(labels("project_id", project.getKey()), NO_WINDOW, project.getValue() ? 1 : 0);
            }
        } else if (metric == MetricCatalog.POLL_STALENESS) {
            for (Map.Entry<StatisticInterval, Long> oldest : byLabel(oldestNanos)) {
                sink.sample(labels("interval", oldest.getKey().label()), NO_WINDOW, oldest.getValue() / 1e9);
            }
        } else {
            writeFigures(projects, SessionFigure.OF_PROJECTS.get(metric), sink);
            writeFigures(devices, SessionFigure.OF_DEVICES.get(metric), sink);
        }
    }

    private static <E extends Exception> void writeFigures(
            List<Shown> targets, @Nullable SessionFigure figure, SampleSink<E> sink) throws E {
        if (figure == null) {
            return;
        }
        for (Shown target : targets) {
            writeFigure(target.labels(), CURRENT, target.current(), figure, sink);
            writeFigure(target.labels(), PREVIOUS, target.previous(), figure, sink);
        }
    }

    private static <E extends Exception> void writeFigure(
            SeriesLabels labels,
            Optional<Window> window,
            Optional<SessionStatistics> statistics,
            SessionFigure figure,
            SampleSink<E> sink)
            throws E {
        if (statistics.isPresent() && figure.known().test(statistics.get())) {
            sink.sample(labels, window, figure.value().applyAsDouble(statistics.get()));
        }
    }

    private static <E extends Exception> void writeLastSuccess(List<Shown> targets, SampleSink<E> sink) throws E {
        for (Shown target : targets) {
            sink.sample(target.labels(), NO_WINDOW, unixSeconds(target.answeredAt()));
        }
    }

    private <E extends Exception> void writeCalendar(BiFunction<Buckets, Window, Instant> edge, SampleSink<E> sink)
            throws E {
        for (Map.Entry<StatisticInterval, Buckets> interval : byLabel(calendar)) {
            SeriesLabels labels = labels("interval", interval.getKey().label());
            sink.sample(labels, CURRENT, unixSeconds(edge.apply(interval.getValue(), Window.CURRENT)));
            sink.sample(labels, PREVIOUS, unixSeconds(edge.apply(interval.getValue(), Window.PREVIOUS)));
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

    private static double unixSeconds(Instant instant) {
        return instant.toEpochMilli() / 1000.0;
    }
}
