package trro.exporter.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ListAction;
import trro.exporter.api.TrroAction;
import trro.exporter.config.Defaults;
import trro.exporter.config.ExporterConfig;
import trro.exporter.exposition.ExpositionFormat;
import trro.exporter.metrics.DeviceMetrics;
import trro.exporter.metrics.DiscoveredFleet;
import trro.exporter.metrics.DiscoveryMetrics;
import trro.exporter.metrics.PrometheusPage;
import trro.exporter.metrics.SessionMetrics;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.Buckets;
import trro.exporter.model.Device;
import trro.exporter.model.PollTarget;
import trro.exporter.model.ProjectInventory;
import trro.exporter.model.Window;
import trro.exporter.snapshot.LatestStatistics;
import trro.exporter.snapshot.LatestStatistics.Figures;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.support.FakeTime;
import trro.exporter.support.Samples;
import trro.exporter.support.TestConfigs;
import trro.exporter.time.Moment;

/** The plan's series beside those of a page on which every project and device has all that it can have. */
class PlannedSeriesTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Set<TrroAction> NOT_OF_A_PROJECT =
            EnumSet.of(TrroAction.SESSION_STATISTICS_BY_INTERVAL, TrroAction.PROJECT_LIST, TrroAction.LICENSE_STAT);

    private final FakeTime time = new FakeTime("2026-11-22T08:20:00Z");
    private final ExporterConfig config = TestConfigs.of(
            URI.create("http://127.0.0.1:1"),
            Optional.empty(),
            Defaults.POLL_INTERVALS,
            TestConfigs.project("one", "a", "b", "c"),
            TestConfigs.project("two"));

    @Test
    void areThoseOfTheFullestPage() throws IOException {
        AccountPlan plan = AccountPlan.of(config.accounts().get(0), config, new PlanAssumptions(0, 0, 1));

        assertThat(plan.series()).isEqualTo(seriesOfProjects());
    }

    private long seriesOfProjects() throws IOException {
        List<PollTarget> targets = TestConfigs.targets(config);
        SnapshotStore store = new SnapshotStore(targets);
        targets.forEach(target -> store.answered(target, answer(target)));
        DiscoveredFleet fleet = fleet();
        PrometheusPage page = new PrometheusPage(
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                List.of(
                        new SessionMetrics(store, ZONE, Defaults.SETTLE_TIME, Defaults.POLL_INTERVALS, time),
                        new DeviceMetrics().at(List.of(fleet)),
                        new DiscoveryMetrics(() -> List.of(fleet))));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        page.write(ExpositionFormat.TEXT, List.of(), Optional.empty(), out);
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("project_id=\""))
                .count();
    }

    private DiscoveredFleet fleet() {
        List<ListAction.Read> reads = Stream.of("one", "two")
                .flatMap(project -> EnumSet.complementOf(EnumSet.copyOf(NOT_OF_A_PROJECT)).stream()
                        .map(action -> new ListAction.Read(action, Optional.of(project), time.now())))
                .toList();
        return new DiscoveredFleet(
                "main",
                new AccountInventory(
                        List.of(
                                new ProjectInventory("one", Optional.empty(), devices("a", "b", "c"), 0, 0),
                                new ProjectInventory("two", Optional.empty(), List.of(), 0, 0)),
                        0,
                        Optional.empty()),
                reads,
                project -> OptionalInt.of(1),
                Map.copyOf(Defaults.POLL_INTERVALS));
    }

    private static List<Device> devices(String... ids) {
        return Stream.of(ids)
                .map(id -> new Device(id, Optional.empty(), Optional.empty(), Optional.of(Instant.EPOCH)))
                .toList();
    }

    private LatestStatistics answer(PollTarget target) {
        Buckets buckets = Buckets.at(time.now(), target.interval(), ZONE);
        return new LatestStatistics(
                Moment.now(time), "r", figures(buckets, Window.CURRENT), figures(buckets, Window.PREVIOUS));
    }

    private static Figures figures(Buckets buckets, Window window) {
        Instant start = buckets.start(window);
        return Figures.reported(start, Samples.statistics(start, start, 1, Duration.ofMinutes(1), 1, 1, 1));
    }
}
