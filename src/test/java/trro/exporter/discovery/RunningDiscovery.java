package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import trro.exporter.api.ApiException;
import trro.exporter.api.HttpTransport;
import trro.exporter.api.HttpTrroApi;
import trro.exporter.api.ListAction;
import trro.exporter.api.Page;
import trro.exporter.api.PageQuery;
import trro.exporter.api.RecentSessions;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.api.TrroAction;
import trro.exporter.api.TrroApi;
import trro.exporter.credentials.CredentialsProviders;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.Device;
import trro.exporter.model.IdFilter;
import trro.exporter.model.ProjectInventory;
import trro.exporter.pacing.Permit;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.simulator.Faults;
import trro.exporter.simulator.Simulator;
import trro.exporter.simulator.SimulatorSettings;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.simulator.fleet.SimulatedProject;
import trro.exporter.support.ShiftedTime;
import trro.exporter.support.StandInKey;

/** A {@link Discovery} with threads of its own, before a simulator whose second project grows when it is told to. */
final class RunningDiscovery implements AutoCloseable {

    static final Fleet GROWN = Fleet.seeded(1, 2, 150);

    private static final Fleet FLEET = Fleet.seeded(1, 2, 120);
    private static final IdFilter ALL = new IdFilter(List.of(), List.of(), 1_000);
    private static final DiscoveryPlan EVERYTHING =
            new DiscoveryPlan(List.of(), Optional.of(new DiscoveryPlan.Search(ALL, Optional.of(ALL))), true, 10_000);
    private static final DiscoveryPace QUICK =
            new DiscoveryPace(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofHours(6), Duration.ofDays(7));
    private static final StandInKey DEMO_KEY = new StandInKey("AKIDdemo", "demo-secret-key", Optional.empty());

    final Faults faults = Faults.none();
    final Listener listener = new Listener();
    final SimulatedProject first = FLEET.projects().get(0);
    final SimulatedProject second = FLEET.projects().get(1);
    private final Simulator simulator;
    final Discovery discovery;
    private final ShiftedTime time = new ShiftedTime("2026-11-20T02:57:00Z"); // a working morning of the fleet
    private final Simulator grownSimulator;
    private final Map<TrroAction, List<Long>> calls = new ConcurrentHashMap<>(); // when each was made
    private final AtomicInteger defects = new AtomicInteger();
    private final AtomicInteger cut = new AtomicInteger(); // calls that the simulator refused for its limit
    private volatile boolean grown;
    private final List<Thread> threads = new ArrayList<>();
    private final ExecutorService workers = Executors.newCachedThreadPool();

    RunningDiscovery(SimulatorSettings settings) {
        simulator = simulator(FLEET, settings);
        grownSimulator = simulator(GROWN, settings);
        HttpTransport transport = HttpTransport.create(Map.of());
        TrroApi before = api(transport, simulator);
        TrroApi after = api(transport, grownSimulator);
        TrroApi api = new TrroApi() {
            @Override
            public StatisticsAnswer sessionStatistics(StatisticsQuery query, Permit permit) {
                throw new AssertionError("figures were asked for");
            }

            @Override
            public <T> Page<T> list(ListAction<T> action, String key, PageQuery page, Permit permit)
                    throws ApiException, InterruptedException {
                calls.computeIfAbsent(action.action(), any -> new CopyOnWriteArrayList<>())
                        .add(time.nanoTime());
                try {
                    return (grown ? after : before).list(action, key, page, permit);
                } catch (ApiException e) {
                    cut.addAndGet(e.kind() == ApiException.Kind.THROTTLED ? 1 : 0);
                    throw e;
                }
            }
        };
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

    private Simulator simulator(Fleet fleet, SimulatorSettings settings) {
        return new Simulator(time, fleet, List.of(Simulator.DEMO_ACCOUNT), settings, faults).start("127.0.0.1", 0);
    }

    private TrroApi api(HttpTransport transport, Simulator to) {
        return new HttpTrroApi(
                transport,
                URI.create("http://127.0.0.1:" + to.port()),
                Optional.empty(),
                CredentialsProviders.env(DEMO_KEY.environment()),
                time);
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
        grownSimulator.close();
        assertThat(defects).hasValue(0);
        assertThat(cut).hasValue(0);
    }

    /** The moments of the action's calls, in nanoseconds. */
    List<Long> calls(TrroAction action) {
        return calls.getOrDefault(action, List.of());
    }

    /** The second project gets more devices. */
    void grow() {
        grown = true;
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
