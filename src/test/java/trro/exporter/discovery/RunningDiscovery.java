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
import java.util.concurrent.atomic.AtomicInteger;
import trro.exporter.api.HttpTransport;
import trro.exporter.api.HttpTrroApi;
import trro.exporter.api.RecentSessions;
import trro.exporter.credentials.CredentialsProviders;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.Device;
import trro.exporter.model.IdFilter;
import trro.exporter.model.ProjectInventory;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.simulator.Faults;
import trro.exporter.simulator.Simulator;
import trro.exporter.simulator.SimulatorSettings;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.simulator.fleet.SimulatedProject;
import trro.exporter.support.ShiftedTime;
import trro.exporter.support.StandInKey;

/** A {@link Discovery} with threads of its own, before a simulator whose second project grows at {@link #GROWTH}. */
final class RunningDiscovery implements AutoCloseable {

    static final Instant MORNING = Instant.parse("2026-11-20T02:57:00Z"); // a working morning of the fleet
    static final Instant GROWTH = Instant.parse("2026-11-20T03:00:00Z");

    private static final IdFilter ALL = new IdFilter(List.of(), List.of(), 1_000);
    private static final DiscoveryPlan EVERYTHING =
            new DiscoveryPlan(List.of(), Optional.of(new DiscoveryPlan.Search(ALL, Optional.of(ALL))), true, 10_000);
    private static final DiscoveryPace QUICK =
            new DiscoveryPace(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofHours(6), Duration.ofDays(7));
    private static final StandInKey DEMO_KEY = new StandInKey("AKIDdemo", "demo-secret-key", Optional.empty());

    final Faults faults = Faults.none();
    final Listener listener = new Listener();
    final SimulatedProject first;
    final SimulatedProject second;
    final Simulator simulator;
    final Discovery discovery;
    private final ShiftedTime time = new ShiftedTime(MORNING.toString());
    private final AtomicInteger defects = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final ExecutorService workers = Executors.newCachedThreadPool();

    RunningDiscovery(SimulatorSettings settings) {
        Fleet fleet = growing();
        first = fleet.projects().get(0);
        second = fleet.projects().get(1);
        simulator = new Simulator(time, fleet, List.of(Simulator.DEMO_ACCOUNT), settings, faults).start("127.0.0.1", 0);
        HttpTrroApi api = new HttpTrroApi(
                HttpTransport.create(Map.of()),
                URI.create("http://127.0.0.1:" + simulator.port()),
                Optional.empty(),
                CredentialsProviders.env(DEMO_KEY.environment()),
                time);
        discovery = new Discovery(
                new Discovery.Parts(
                        EVERYTHING,
                        QUICK,
                        api,
                        action -> new RateLimiter(20, time),
                        listener,
                        defects::incrementAndGet,
                        time),
                workers,
                new DiscoveryMemory(EVERYTHING, QUICK));
        discovery.takeOver();
    }

    RunningDiscovery start() {
        discovery.loops().values().forEach(loop -> threads.add(new Thread(loop)));
        threads.forEach(Thread::start);
        return this;
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        await().until(() -> threads.stream().noneMatch(Thread::isAlive));
        workers.shutdownNow();
        simulator.close();
        assertThat(defects).hasValue(0);
    }

    /** The second project gets more devices. */
    void grow() {
        time.setWallClock(GROWTH.plusSeconds(1).toString());
    }

    List<Device> devices(SimulatedProject project) {
        return discovery.inventory().projects().stream()
                .filter(known -> known.id().equals(project.id()))
                .map(ProjectInventory::devices)
                .findFirst()
                .orElse(List.of());
    }

    List<String> ids(SimulatedProject project) {
        return devices(project).stream().map(Device::id).toList();
    }

    private static Fleet growing() {
        List<SimulatedProject> projects =
                new ArrayList<>(Fleet.seeded(1, 2, 120).projects());
        projects.set(1, projects.get(1).growing(30, GROWTH));
        return new Fleet(1, Fleet.TRRO_ZONE, projects, List.of());
    }

    /** Remembers. */
    static final class Listener implements DiscoveryListener {
        volatile int unknown;
        volatile int read;

        @Override
        public void inventory(AccountInventory inventory) {}

        @Override
        public synchronized void recentSessions(RecentSessions sessions) {
            read++;
        }

        @Override
        public synchronized void recentSessionsUnknown(String projectId) {
            unknown++;
        }
    }
}
