package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import trro.exporter.api.CredentialsProviders;
import trro.exporter.api.HttpTransport;
import trro.exporter.api.HttpTrroApi;
import trro.exporter.api.TrroAction;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.Device;
import trro.exporter.model.DeviceType;
import trro.exporter.model.IdFilter;
import trro.exporter.model.ProjectInventory;
import trro.exporter.simulator.FaultPlan;
import trro.exporter.simulator.Faults;
import trro.exporter.simulator.Fleet;
import trro.exporter.simulator.RecentSessionsLie;
import trro.exporter.simulator.SimulatedDevice;
import trro.exporter.simulator.SimulatedProject;
import trro.exporter.simulator.Simulator;
import trro.exporter.simulator.SimulatorSettings;
import trro.exporter.simulator.Site;
import trro.exporter.support.ShiftedTime;
import trro.exporter.support.StandInKey;
import trro.exporter.time.RateLimiter;

/** Discovery over real HTTP and on real threads. */
@Timeout(60)
class DiscoverySimulatorTest {

    private static final IdFilter ALL = new IdFilter(List.of(), List.of(), 1_000);
    private static final DiscoveryPlan EVERYTHING = new DiscoveryPlan(
            List.of(), Optional.of(new DiscoveryPlan.Search(ALL, Optional.of(ALL))), true, true, 10_000);
    private static final DiscoveryPace QUICK =
            new DiscoveryPace(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofHours(6), Duration.ofDays(7));
    private static final StandInKey DEMO_KEY = new StandInKey("AKIDdemo", "demo-secret-key", Optional.empty());
    private static final String MORNING = "2026-11-20T02:20:00Z"; // a working morning of the fleet
    private static final Instant GROWTH = Instant.parse("2026-11-20T03:00:00Z");

    private final ShiftedTime time = new ShiftedTime(MORNING);
    private final Faults faults = Faults.none();
    private final Fleet fleet = growing();
    private final SimulatedProject first = fleet.projects().get(0);
    private final SimulatedProject second = fleet.projects().get(1);
    private final List<Thread> threads = new ArrayList<>();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Listener listener = new Listener();
    private Optional<Simulator> simulator = Optional.empty();

    /** Remembers. */
    private static final class Listener implements DiscoveryListener {
        private volatile int defects;
        private volatile int unknown;
        private volatile int read;

        @Override
        public void inventory(AccountInventory inventory) {}

        @Override
        public synchronized void recentSessions(SessionsSeen sessions) {
            read++;
        }

        @Override
        public synchronized void recentSessionsUnknown(String projectId) {
            unknown++;
        }

        @Override
        public synchronized void defect() {
            defects++;
        }
    }

    private static Fleet growing() {
        List<SimulatedProject> projects =
                new ArrayList<>(Fleet.seeded(1, 2, 120).projects());
        projects.set(1, projects.get(1).growing(30, GROWTH));
        return new Fleet(1, Fleet.TRRO_ZONE, projects, List.of());
    }

    private Discovery start(SimulatorSettings settings) {
        Simulator started =
                new Simulator(time, fleet, List.of(Simulator.DEMO_ACCOUNT), settings, faults).start("127.0.0.1", 0);
        simulator = Optional.of(started);
        HttpTrroApi api = new HttpTrroApi(
                HttpTransport.create(Map.of()),
                URI.create("http://127.0.0.1:" + started.port()),
                Optional.empty(),
                CredentialsProviders.env(DEMO_KEY.environment()),
                time);
        Discovery discovery = new Discovery(
                new Discovery.Parts(EVERYTHING, QUICK, api, action -> new RateLimiter(20, time), listener, time),
                workers);
        discovery.loops().values().forEach(loop -> threads.add(new Thread(loop)));
        threads.forEach(Thread::start);
        return discovery;
    }

    @AfterEach
    void stop() throws InterruptedException {
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join();
        }
        workers.shutdownNow();
        simulator.ifPresent(Simulator::close);
        assertThat(listener.defects).isZero();
    }

    private static List<String> field(SimulatedProject project, Instant at) {
        return project.devices().stream()
                .filter(device -> !device.addedAt().isAfter(at))
                .map(SimulatedDevice::id)
                .toList();
    }

    private static List<String> everybody(SimulatedProject project, Instant at) {
        return Stream.concat(
                        field(project, at).stream(),
                        IntStream.rangeClosed(1, project.cockpits()).mapToObj(i -> "cockpit-" + i))
                .toList();
    }

    private static List<Device> devices(Discovery discovery, SimulatedProject project) {
        return discovery.inventory().projects().stream()
                .filter(known -> known.id().equals(project.id()))
                .map(ProjectInventory::devices)
                .findFirst()
                .orElse(List.of());
    }

    private void assertWithinTheLimit() {
        for (TrroAction action : TrroAction.values()) {
            assertThat(simulator.orElseThrow().traffic(action.label()).mostInAnySecond())
                    .as(action.label())
                    .isLessThanOrEqualTo(20);
        }
    }

    @Test
    void findsEverybodyOnTheDomesticSiteWhateverPageSizeItAllows() {
        SimulatorSettings domestic =
                SimulatorSettings.DEFAULT.withSite(Site.DOMESTIC).withMaxPageSize("DescribeDeviceList", 50);

        Discovery discovery = start(domestic);

        await().untilAsserted(() -> {
            assertThat(devices(discovery, first))
                    .extracting(Device::id)
                    .containsExactlyInAnyOrderElementsOf(everybody(first, time.now()));
            assertThat(devices(discovery, second))
                    .extracting(Device::id)
                    .containsExactlyInAnyOrderElementsOf(everybody(second, time.now()));
            assertThat(discovery.inventory().licenses()).isPresent();
        });
        assertThat(discovery.inventory().projects())
                .extracting(ProjectInventory::name)
                .containsExactlyInAnyOrder(Optional.of(first.name()), Optional.of(second.name()));
        assertThat(devices(discovery, first)).allSatisfy(device -> {
            boolean cockpit = device.id().startsWith("cockpit-");
            assertThat(device.type()).contains(cockpit ? DeviceType.REMOTE : DeviceType.FIELD);
            assertThat(device.name()).isPresent();
        });
        assertWithinTheLimit();
    }

    @Test
    void theInternationalSitesMissingListHoldsUpNothingAndSessionsThatLieLoseNobody() {
        faults.setRecentSessionsLie(Optional.of(RecentSessionsLie.EVERYBODY));
        Discovery discovery = start(SimulatorSettings.DEFAULT);

        await().untilAsserted(() -> {
            List<Device> devices = devices(discovery, first);
            assertThat(devices).extracting(Device::id).containsAll(field(first, time.now()));
            assertThat(devices)
                    .filteredOn(device -> device.type().equals(Optional.of(DeviceType.REMOTE)))
                    .isNotEmpty();
        });
        int before = devices(discovery, first).size();
        int readBefore = listener.read;
        faults.setRecentSessionsLie(Optional.of(RecentSessionsLie.NOBODY));
        await().untilAsserted(() -> assertThat(listener.read).isGreaterThan(readBefore + 6));
        assertThat(devices(discovery, first)).hasSizeGreaterThanOrEqualTo(before);
        assertThat(simulator.orElseThrow().traffic("DescribeDeviceList").passed())
                .isLessThanOrEqualTo(2);
        assertWithinTheLimit();
    }

    private List<String> added() {
        List<String> added = new ArrayList<>(field(second, Instant.MAX));
        added.removeAll(field(second, Instant.parse(MORNING)));
        return added;
    }

    @Test
    void devicesThatAreAddedAreFoundAndAProjectThatFailsLosesNobody() {
        Discovery discovery = start(SimulatorSettings.DEFAULT);
        await().untilAsserted(() -> assertThat(List.of(devices(discovery, first), devices(discovery, second)))
                .doesNotContain(List.of()));
        assertThat(devices(discovery, second)).extracting(Device::id).doesNotContainAnyElementsOf(added());
        int before = devices(discovery, first).size();
        int unknownBefore = listener.unknown;

        faults.set(first.id(), FaultPlan.NONE.failingWith("InternalError"));
        time.setWallClock("2026-11-20T03:00:01Z");

        await().untilAsserted(() -> {
            assertThat(devices(discovery, second)).extracting(Device::id).containsAll(added());
            assertThat(listener.unknown).isGreaterThan(unknownBefore);
        });
        assertThat(devices(discovery, first)).hasSizeGreaterThanOrEqualTo(before);
    }
}
