package trro.exporter.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import trro.exporter.metrics.FleetLabels.TargetLabels;
import trro.exporter.model.Buckets;
import trro.exporter.model.StatisticInterval;
import trro.exporter.model.Window;
import trro.exporter.snapshot.LatestStatistics;
import trro.exporter.snapshot.TargetState;

/** Gathers the fleet's gauges of one scrape: everything is seen from one moment. */
final class FleetScrape {

    private final Map<StatisticInterval, Buckets> calendar;
    private final Map<StatisticInterval, Duration> maxAges;
    private final long nowNanos;
    private final SessionFamilies projects = SessionFamilies.ofProjects();
    private final SessionFamilies devices = SessionFamilies.ofDevices();
    private final Map<String, Boolean> up = new TreeMap<>();
    private final Map<StatisticInterval, Long> oldestNanos = new EnumMap<>(StatisticInterval.class);

    /** @param calendar the buckets of each polled interval as they stand now */
    FleetScrape(Map<StatisticInterval, Buckets> calendar, Map<StatisticInterval, Duration> maxAges, long nowNanos) {
        this.calendar = calendar;
        this.maxAges = maxAges;
        this.nowNanos = nowNanos;
    }

    void add(TargetLabels target, TargetState state) {
        boolean ofProject = target.pollTarget().deviceId().isEmpty();
        state.latest().ifPresent(latest -> add(ofProject ? projects : devices, target, latest));
        if (ofProject && state.asked()) {
            up.merge(target.pollTarget().projectId(), state.failure().isEmpty(), Boolean::logicalAnd);
        }
    }

    private void add(SessionFamilies families, TargetLabels target, LatestStatistics latest) {
        families.addLastSuccess(target.target(), unixSeconds(latest.answeredAt()));
        StatisticInterval interval = target.pollTarget().interval();
        long ageNanos = nowNanos - latest.answeredNanos();
        oldestNanos.merge(interval, ageNanos, Math::max);
        Buckets buckets = calendar.get(interval);
        if (buckets == null
                || ageNanos > maxAges.getOrDefault(interval, Duration.ZERO).toNanos()) {
            return;
        }
        for (Window window : Window.values()) {
            latest.in(window, buckets).ifPresent(figures -> families.add(target.in(window), figures));
        }
    }

    MetricSnapshots snapshots() {
        List<MetricSnapshot> snapshots = Stream.of(projects.families(), devices.families(), calendarAndState())
                .flatMap(families -> families)
                .filter(family -> !family.isEmpty())
                .<MetricSnapshot>map(GaugeFamily::snapshot)
                .toList();
        return new MetricSnapshots(snapshots);
    }

    private Stream<GaugeFamily> calendarAndState() {
        GaugeFamily starts = new GaugeFamily(MetricCatalog.INTERVAL_START);
        GaugeFamily ends = new GaugeFamily(MetricCatalog.INTERVAL_END);
        calendar.forEach((interval, buckets) -> {
            for (Window window : Window.values()) {
                Labels labels = Labels.of("interval", interval.label(), "window", window.label());
                starts.add(labels, unixSeconds(buckets.start(window)));
                ends.add(labels, unixSeconds(buckets.end(window)));
            }
        });
        GaugeFamily answered = new GaugeFamily(MetricCatalog.UP);
        up.forEach((projectId, isUp) -> answered.add(Labels.of("project_id", projectId), isUp ? 1 : 0));
        GaugeFamily staleness = new GaugeFamily(MetricCatalog.POLL_STALENESS);
        oldestNanos.forEach((interval, age) -> staleness.add(Labels.of("interval", interval.label()), age / 1e9));
        return Stream.of(starts, ends, answered, staleness);
    }

    private static double unixSeconds(Instant instant) {
        return instant.toEpochMilli() / 1000.0;
    }
}
