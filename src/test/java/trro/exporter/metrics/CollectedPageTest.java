package trro.exporter.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import trro.exporter.api.ListAction;
import trro.exporter.api.TrroAction;
import trro.exporter.exposition.ExpositionFormat;
import trro.exporter.exposition.LibrarySnapshots;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.Buckets;
import trro.exporter.model.Device;
import trro.exporter.model.DeviceType;
import trro.exporter.model.LicenseCounts;
import trro.exporter.model.PollTarget;
import trro.exporter.model.ProjectInventory;
import trro.exporter.model.StatisticInterval;
import trro.exporter.snapshot.Failure;
import trro.exporter.snapshot.LatestStatistics;
import trro.exporter.snapshot.LatestStatistics.Figures;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.support.FakeTime;
import trro.exporter.support.Samples;
import trro.exporter.time.Moment;

/** Our pages beside the library's of the same fleet: not a byte may differ. */
class CollectedPageTest {

    private static final ReplicaMetrics.State ALONE = new ReplicaMetrics.State() {
        @Override
        public boolean leads() {
            return true;
        }

        @Override
        public long elections() {
            return 1;
        }

        @Override
        public Optional<Instant> leaseSeen() {
            return Optional.empty();
        }

        @Override
        public Optional<Instant> pictureReceived() {
            return Optional.empty();
        }
    };

    private static final int SEEDS = 25;
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final Duration MAX_AGE = Duration.ofHours(1);

    /** Pieces of ids, of which some must be escaped, some need several bytes, and some are no text at all. */
    private static final List<String> PIECES = List.of(
            "a",
            "B",
            "7",
            "-",
            "_",
            "\"",
            "\\",
            "\n",
            "\\n",
            "\\\"",
            " ",
            "{",
            "}",
            "=",
            ",",
            "#",
            "\u0000",
            "\r",
            "\t",
            "\u00fc",
            "\u8f66",
            "\ud83d\ude9a",
            "\ud83d",
            "\u2028",
            "truck",
            "0123456789".repeat(30));

    static Stream<Arguments> fleets() {
        return Stream.iterate(0, seed -> seed < SEEDS, seed -> seed + 1)
                .flatMap(seed -> Stream.of(ExpositionFormat.values()).map(format -> Arguments.of(seed, format)));
    }

    @ParameterizedTest
    @MethodSource("fleets")
    void isByteForByteWhatTheLibraryWrites(int seed, ExpositionFormat format) throws IOException {
        RandomFleet fleet = new RandomFleet(new Random(seed));

        byte[] ours = fleet.ours(format, List.of(), Optional.empty());

        assertThat(new String(ours, UTF_8))
                .contains("trro_device_sessions", "trro_project_sessions", "trro_up", "trro_device_info");
        assertSame(ours, fleet.librarys(format, name -> true, Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("fleets")
    void isTheSameForSomeMetricsOfOneProject(int seed, ExpositionFormat format) throws IOException {
        RandomFleet fleet = new RandomFleet(new Random(seed));
        List<String> names =
                List.of("trro_device_sessions", "trro_up", "trro_interval_end_timestamp_seconds", "trro_devices");
        Optional<String> project = Optional.of(fleet.projects.get(0));

        byte[] ours = fleet.ours(format, names, project);

        assertThat(new String(ours, UTF_8))
                .contains("trro_interval_end", "trro_devices")
                .doesNotContain("trro_project_", "trro_device_info");
        assertSame(ours, fleet.librarys(format, names::contains, project));
    }

    @ParameterizedTest
    @EnumSource
    void everyFamilyIsOnThePageOnce(ExpositionFormat format) throws IOException {
        RandomFleet fleet = new RandomFleet(new Random(1));
        ExporterMetrics metrics = new ExporterMetrics(fleet.registry);
        metrics.configurationRead(Instant.EPOCH);
        metrics.saved(Optional.of(Instant.EPOCH));
        metrics.requests("a", "b", "c");
        metrics.requestDuration("b");
        metrics.credentialsFailures("a");
        RuntimeMetrics.bindBuild(fleet.registry, "1");
        metrics.brokenRequests(fleet, server -> 0);
        metrics.webConfiguration(() -> true);
        ReplicaMetrics.bindTo(fleet.registry, "default/lease", ALONE);

        String page = new String(fleet.ours(format, List.of(), Optional.empty()), UTF_8);

        if (format != ExpositionFormat.PROTOBUF) {
            assertThat(page.lines()
                            .filter(line -> line.startsWith("# TYPE "))
                            .map(line -> line.split(" ", -1)[2])
                            .map(name -> name.replaceFirst("_(info|total)$", ""))
                            .filter(name -> !name.endsWith("_max"))) // which Micrometer adds to a histogram
                    .containsExactlyInAnyOrderElementsOf(MetricCatalog.families().stream()
                            .map(family -> family.name().replaceFirst("_(info|total)$", ""))
                            .toList());
        }
        assertThat(page.split("# EOF\n", -1)).hasSize(format == ExpositionFormat.OPEN_METRICS ? 2 : 1);
    }

    private static void assertSame(byte[] ours, byte[] librarys) {
        assertThat(new String(ours, UTF_8)).isEqualTo(new String(librarys, UTF_8)); // says where they differ
        assertThat(ours).isEqualTo(librarys);
    }

    /** Some projects and devices, asked at several moments, with answers of every kind. */
    private static final class RandomFleet {

        private static final int PROJECTS = 3;
        private static final int DEVICES = 12;
        private static final int POLLS = 200;

        private final Random random;
        private final FakeTime time = new FakeTime("2026-11-22T08:20:00Z");
        private final List<String> projects;
        private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        private final List<FamilyCollector> collectors;
        private final PrometheusPage page;

        RandomFleet(Random random) {
            this.random = random;
            projects = ids(PROJECTS);
            List<PollTarget> targets = targets();
            SnapshotStore store = new SnapshotStore(targets);
            for (int poll = 0; poll < POLLS; poll++) {
                time.advance(Duration.ofMillis(random.nextInt(40_000)));
                PollTarget target = targets.get(random.nextInt(targets.size()));
                if (random.nextInt(4) == 0) {
                    store.failed(target, new Failure(time.now(), "Network", "", Optional.empty()));
                } else {
                    store.answered(target, answer(target.interval()));
                }
            }
            Map<StatisticInterval, Duration> maxAges = new EnumMap<>(StatisticInterval.class);
            for (StatisticInterval interval : StatisticInterval.values()) {
                maxAges.put(interval, MAX_AGE);
            }
            DiscoveredFleet known = known();
            PollingMetrics.State polling =
                    new PollingMetrics.State(7, 2, List.of(new PollingMetrics.Pace(id(), id(), share())));
            collectors = List.of(
                    new SessionMetrics(store, SHANGHAI, Duration.ofMinutes(10), maxAges, time),
                    new DeviceMetrics().at(List.of(known)),
                    new DiscoveryMetrics(() -> List.of(known)),
                    new PollingMetrics(() -> polling));
            page = new PrometheusPage(registry, collectors);
        }

        byte[] ours(ExpositionFormat format, List<String> names, Optional<String> project) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            page.write(format, names, project, out);
            return out.toByteArray();
        }

        byte[] librarys(ExpositionFormat format, Predicate<String> names, Optional<String> project) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream end = new ByteArrayOutputStream();
            format.writeEnd(MetricSnapshots.of(), end);
            for (FamilyCollector collector : collectors) {
                LibrarySnapshots snapshots = new LibrarySnapshots(family -> names.test(family.libraryName()));
                collector.collect(id -> project.map(id::equals).orElse(true), snapshots);
                ByteArrayOutputStream page = new ByteArrayOutputStream();
                format.writeEnd(snapshots.snapshots(), page);
                out.write(page.toByteArray(), 0, page.size() - end.size());
            }
            out.writeBytes(end.toByteArray());
            return out.toByteArray();
        }

        private List<PollTarget> targets() {
            List<String> devices = ids(DEVICES);
            return projects.stream()
                    .flatMap(project -> Stream.of(StatisticInterval.values())
                            .flatMap(interval -> Stream.concat(
                                    Stream.of(PollTarget.ofProject(project, interval)),
                                    devices.stream().map(device -> PollTarget.ofDevice(project, device, interval)))))
                    .toList();
        }

        private DiscoveredFleet known() {
            List<ProjectInventory> inventories = projects.stream()
                    .map(project -> new ProjectInventory(
                            project,
                            Optional.of(id()),
                            ids(DEVICES).stream().map(this::device).toList(),
                            random.nextInt(9),
                            random.nextInt(9)))
                    .toList();
            LicenseCounts licenses = new LicenseCounts(count(), count(), count(), count(), OptionalLong.of(count()));
            return new DiscoveredFleet(
                    id(),
                    new AccountInventory(inventories, random.nextInt(9), Optional.of(licenses)),
                    List.of(new ListAction.Read(TrroAction.DEVICES, Optional.of(projects.get(1)), time.now())),
                    project -> project.equals(projects.get(2)) ? OptionalInt.empty() : OptionalInt.of(3),
                    Map.of(StatisticInterval.HOUR, Duration.ofMinutes(30)));
        }

        private Device device(String id) {
            return new Device(
                    id,
                    Optional.of(id()),
                    Optional.of(DeviceType.FIELD),
                    Optional.of(Instant.ofEpochSecond(random.nextInt())));
        }

        private List<String> ids(int count) {
            return Stream.generate(this::id).distinct().limit(count).toList();
        }

        private String id() {
            return random.ints(1 + random.nextInt(6), 0, PIECES.size())
                    .mapToObj(PIECES::get)
                    .collect(Collectors.joining());
        }

        private LatestStatistics answer(StatisticInterval interval) {
            Buckets buckets = Buckets.at(time.now(), interval, SHANGHAI);
            return new LatestStatistics(
                    Moment.now(time),
                    "r",
                    figures(buckets.currentStart(), buckets.currentEnd()),
                    figures(buckets.previousStart(), buckets.currentStart()));
        }

        private Figures figures(Instant start, Instant end) {
            return switch (random.nextInt(5)) {
                case 0 -> Figures.unknown(start);
                case 1 -> Figures.noSessions(start);
                default ->
                    Figures.reported(
                            start,
                            Samples.statistics(
                                    start, end, count(), Duration.ofSeconds(count()), share(), count(), count()));
            };
        }

        private long count() {
            return random.nextLong(1L << (1 + random.nextInt(40)));
        }

        private double share() {
            return random.nextInt(4) == 0 ? random.nextDouble() : random.nextInt(101) / 100.0;
        }
    }
}
