package trro.exporter.bench;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import trro.exporter.exposition.LibrarySnapshots;
import trro.exporter.metrics.PrometheusPage;
import trro.exporter.metrics.SessionMetrics;
import trro.exporter.model.Buckets;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.model.Window;
import trro.exporter.snapshot.LatestStatistics;
import trro.exporter.snapshot.LatestStatistics.Figures;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.support.FakeTime;
import trro.exporter.support.Samples;
import trro.exporter.time.Moment;

/** A fleet that was answered and in which every device has sessions, so that each has all the series that it can have. */
public final class BenchFleet {

    /** Three intervals, each with six figures of two windows and the time of the answer. */
    private static final int SERIES_A_DEVICE = 39;

    private static final int DEVICES_A_PROJECT = 100;
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final FakeTime time = new FakeTime("2026-11-22T08:20:00Z");
    private final Random random = new Random(1);
    private final List<PollTarget> targets;
    private final SnapshotStore store;
    private final SessionMetrics metrics;

    private BenchFleet(int series) {
        targets = IntStream.range(0, (series + SERIES_A_DEVICE - 1) / SERIES_A_DEVICE)
                .boxed()
                .flatMap(BenchFleet::targets)
                .toList();
        store = new SnapshotStore(targets);
        metrics = new SessionMetrics(
                store,
                ZONE,
                Duration.ofMinutes(10),
                Map.of(
                        StatisticInterval.HOUR, Duration.ofHours(1),
                        StatisticInterval.DAY, Duration.ofHours(1),
                        StatisticInterval.MONTH, Duration.ofHours(3)),
                time);
        targets.forEach(target -> store.answered(target, answer(target)));
    }

    /** A fleet of at least so many series. */
    public static BenchFleet of(int series) {
        return new BenchFleet(series);
    }

    private static Stream<PollTarget> targets(int device) {
        String project = "project-%08d".formatted(device / DEVICES_A_PROJECT);
        String id = "truck-%05d".formatted(device);
        return Stream.of(StatisticInterval.values()).map(interval -> PollTarget.ofDevice(project, id, interval));
    }

    List<PollTarget> targets() {
        return targets;
    }

    SnapshotStore store() {
        return store;
    }

    /** The page that the exporter serves, without its own and the virtual machine's metrics. */
    public PrometheusPage page() {
        return new PrometheusPage(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), List.of(metrics));
    }

    /** The series of now. */
    public MetricSnapshots series() {
        LibrarySnapshots series = new LibrarySnapshots(family -> true);
        try {
            metrics.collect(project -> true, series);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return series.snapshots();
    }

    /** An answer for {@code target} with nothing in it that another answer holds, as those that come over the network. */
    LatestStatistics answer(PollTarget target) {
        Buckets buckets = Buckets.at(time.now(), target.interval(), ZONE);
        return new LatestStatistics(
                Moment.now(time),
                new UUID(random.nextLong(), random.nextLong()).toString(),
                figures(buckets, Window.CURRENT),
                figures(buckets, Window.PREVIOUS));
    }

    private Figures figures(Buckets buckets, Window window) {
        return Figures.reported(
                copy(buckets.start(window)),
                Samples.statistics(
                        copy(buckets.start(window)),
                        copy(buckets.end(window)),
                        1 + random.nextInt(50),
                        Duration.ofMinutes(1 + random.nextInt(5000)),
                        random.nextInt(101) / 100.0,
                        1 + random.nextInt(5),
                        1 + random.nextInt(5)));
    }

    private static Instant copy(Instant instant) {
        return Instant.ofEpochSecond(instant.getEpochSecond());
    }
}
