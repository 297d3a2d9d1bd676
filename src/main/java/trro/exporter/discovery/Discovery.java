package trro.exporter.discovery;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import trro.exporter.api.ListAction;
import trro.exporter.api.TrroAction;
import trro.exporter.api.TrroApi;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.Device;
import trro.exporter.pacing.PacedLoop;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.time.TimeSource;

/**
 * Finds out which projects and devices an account has, and which had a session lately, by reading TRRO's lists over and
 * over.
 *
 * <p>Every action that is needed has a loop and a budget of its own. A list counts when every page of it was read;
 * until then its former content is kept. The first reading of a long one counts as far as it got. Thread-safe.
 */
public final class Discovery {

    /**
     * The parts that discovery works with.
     *
     * @param limiters gives the budget of an action, asked once for each that is needed
     * @param onDefect runs each time that a defect of this program ended the reading of a list
     */
    public record Parts(
            DiscoveryPlan plan,
            DiscoveryPace pace,
            TrroApi api,
            Function<TrroAction, RateLimiter> limiters,
            DiscoveryListener listener,
            Runnable onDefect,
            TimeSource time) {}

    private final Parts parts;
    private final Executor workers;
    private final DiscoveryMemory memory;
    private final Inventory inventory;
    private final Map<TrroAction, ListReader<?>> readers = new EnumMap<>(TrroAction.class);
    private final Map<TrroAction, PacedLoop> loops = new EnumMap<>(TrroAction.class);

    /**
     * One that takes over from another; until {@link #takeOver} nothing changes for that one.
     *
     * @param workers runs one call at a time on each of its threads, as many as discovery lets be under way
     * @param memory what is known of the account
     */
    public Discovery(Parts parts, Executor workers, DiscoveryMemory memory) {
        this.parts = parts;
        this.workers = workers;
        this.memory = memory;
        inventory = memory.inventory();
        DiscoveryPlan plan = parts.plan();
        Duration often = parts.pace().lists();
        if (plan.search().isPresent()) {
            read(ListAction.PROJECTS, often, Discovery::account, (key, list) -> inventory.projects(list));
        }
        if (plan.searchesDevices()) {
            for (ListAction<Device> devices : List.of(ListAction.LICENSED_DEVICES, ListAction.REGISTERED_DEVICES)) {
                read(devices, often, this::discovering, (key, list) -> inventory.devices(devices.action(), key, list));
            }
            read(ListAction.LICENSES, often, Discovery::account, (key, list) -> inventory.licenses(list));
        }
        if (plan.readsSessions()) {
            read(ListAction.RECENT_SESSIONS, parts.pace().recentSessions(), this::withDevices, inventory::sessions);
        }
    }

    /** From now on its plan is followed, and its listener hears of changes; the loops may run. */
    public void takeOver() {
        inventory.follow(parts.plan(), parts.listener(), () -> readers.values().forEach(ListReader::keepLists));
        readers.values().forEach(ListReader::takeOver);
        memory.retain(readers.keySet(), parts.time().nanoTime());
    }

    private <T> void read(
            ListAction<T> action,
            Duration interval,
            Supplier<Set<String>> keys,
            BiConsumer<String, ListSnapshot<T>> use) {
        RateLimiter limiter = parts.limiters().apply(action.action());
        ListReader<T> reader =
                new ListReader<>(new ListReader.Lists<>(action, interval, keys, use), limiter, memory, parts);
        readers.put(action.action(), reader);
        loops.put(action.action(), new PacedLoop(reader, limiter, workers, parts.onDefect(), parts.time()));
    }

    private static Set<String> account() {
        return Set.of(ListAction.ACCOUNT);
    }

    private Set<String> discovering() {
        return projects(project -> project.discovered().isPresent());
    }

    private Set<String> withDevices() {
        return projects(DiscoveryPlan.Project::hasDevices);
    }

    private Set<String> projects(Predicate<DiscoveryPlan.Project> wanted) {
        return inventory.projects().stream()
                .filter(wanted)
                .map(DiscoveryPlan.Project::id)
                .collect(Collectors.toSet());
    }

    /** The loops, which want a thread each and end when it is interrupted. */
    public Map<TrroAction, Runnable> loops() {
        return Map.copyOf(loops);
    }

    /** The present state; at first what the plan names. */
    public AccountInventory inventory() {
        return inventory.current();
    }

    /** The moments at which lists were last read as a whole; those that never were are left out. */
    public List<ListAction.Read> reads() {
        return readers.values().stream().flatMap(ListReader::reads).toList();
    }

    /** The time since the loop that is worst off last went round. Each does so even when there is nothing to ask. */
    public Duration sinceLastBeat() {
        return longest(PacedLoop::sinceLastBeat);
    }

    /** The age of the oldest call under way; zero if there is none. No call takes longer than its time-out. */
    public Duration oldestCall() {
        return longest(PacedLoop::oldestCall);
    }

    private Duration longest(Function<PacedLoop, Duration> span) {
        return loops.values().stream().map(span).max(Duration::compareTo).orElse(Duration.ZERO);
    }
}
