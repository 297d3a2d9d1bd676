package trro.exporter.discovery;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import trro.exporter.api.ListAction;
import trro.exporter.api.ListRead;
import trro.exporter.api.TrroAction;
import trro.exporter.api.TrroApi;
import trro.exporter.model.AccountInventory;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.time.TimeSource;

/**
 * Finds out which projects and devices an account has, and which had a session lately, by reading TRRO's lists over and over.
 *
 * <p>Every action that is needed has a loop and a budget of its own. A list counts when every page of it was read; until then
 * what it last said is kept. Thread-safe.
 */
public final class Discovery {

    /**
     * What discovery works with.
     *
     * @param limiters gives the budget of an action, asked once for each that is needed
     */
    public record Parts(
            DiscoveryPlan plan,
            DiscoveryPace pace,
            TrroApi api,
            Function<TrroAction, RateLimiter> limiters,
            DiscoveryListener listener,
            TimeSource time) {}

    private final Parts parts;
    private final Executor workers;
    private final Inventory inventory;
    private final Map<TrroAction, ListLoop<?>> loops = new EnumMap<>(TrroAction.class);
    private final ListReads reads = new ListReads();

    /** @param workers runs one call at a time on each of its threads, as many as discovery lets be under way */
    public Discovery(Parts parts, Executor workers) {
        this.parts = parts;
        this.workers = workers;
        inventory = new Inventory(parts.plan(), parts.pace(), parts.listener());
        DiscoveryPlan plan = parts.plan();
        if (plan.search().isPresent()) {
            add(ListAction.PROJECTS, (key, list) -> inventory.projects(list));
        }
        if (plan.searchesDevices()) {
            add(ListAction.LICENSED_DEVICES, (key, list) -> inventory.devices(TrroAction.DEVICES, key, list));
            add(ListAction.REGISTERED_DEVICES, (key, list) -> inventory.devices(TrroAction.DEVICE_LIST, key, list));
        }
        if (plan.searchesDevices() || plan.wants(DiscoveryPlan.Extra.RECENT_SESSIONS)) {
            add(ListAction.RECENT_SESSIONS, inventory::sessions);
        }
        if (plan.wants(DiscoveryPlan.Extra.LICENSES)) {
            add(ListAction.LICENSES, (key, list) -> inventory.licenses(list));
        }
        keepLists();
    }

    /** The loops, which want a thread each and end when it is interrupted. */
    public Map<TrroAction, Runnable> loops() {
        return Map.copyOf(loops);
    }

    /** What is known now; at first what the plan names. */
    public AccountInventory inventory() {
        return inventory.current();
    }

    /** When each list was last read as a whole; those that never were are left out. */
    public List<ListRead> reads() {
        return reads.all();
    }

    /** How long ago the loop that is worst off last went round. Each does so every few seconds even when there is nothing to ask. */
    public Duration sinceLastBeat() {
        return longest(ListLoop::sinceLastBeat);
    }

    /** How long the oldest call under way has been so; zero if there is none. No call takes longer than its time-out. */
    public Duration oldestCall() {
        return longest(ListLoop::oldestCall);
    }

    private Duration longest(Function<ListLoop<?>, Duration> span) {
        return loops.values().stream().map(span).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    private <T> void add(ListAction<T> list, BiPredicate<String, ListSnapshot<T>> changes) {
        TrroAction action = list.action();
        boolean often =
                action == TrroAction.RECENT_SESSION_LIST && parts.plan().wants(DiscoveryPlan.Extra.RECENT_SESSIONS);
        Duration interval = often ? parts.pace().recentSessions() : parts.pace().lists();
        ListLoop.Parts loopParts = new ListLoop.Parts(
                parts.api(),
                parts.limiters().apply(action),
                workers,
                parts.pace().absentActions(),
                parts.time());
        loops.put(
                action,
                new ListLoop<>(
                        action,
                        new ListQueue<>(interval, list::identity),
                        (key, page) -> parts.api().list(list, key, page),
                        new ActionReader<>(action, changes),
                        loopParts));
    }

    private void keepListsIf(boolean changed) {
        if (changed) {
            keepLists();
        }
    }

    /** One at a time, so that the latest one has seen the latest projects. */
    private synchronized void keepLists() {
        Set<String> discovering = ids(project -> project.discovered().isPresent());
        Set<String> withSessions = parts.plan().wants(DiscoveryPlan.Extra.RECENT_SESSIONS)
                ? ids(DiscoveryPlan.Project::hasDevices)
                : discovering;
        Map<TrroAction, Set<String>> keys = new HashMap<>();
        loops.forEach((action, loop) -> {
            Set<String> wanted = switch (action) {
                case PROJECT_LIST, LICENSE_STAT -> Set.of(ListAction.ACCOUNT);
                case DEVICES, DEVICE_LIST -> discovering;
                case RECENT_SESSION_LIST -> withSessions;
                case SESSION_STATISTICS_BY_INTERVAL -> Set.of();
            };
            loop.keep(wanted);
            keys.put(action, wanted);
        });
        reads.keep(keys);
    }

    private Set<String> ids(Predicate<DiscoveryPlan.Project> wanted) {
        return inventory.projects().stream()
                .filter(wanted)
                .map(DiscoveryPlan.Project::id)
                .collect(Collectors.toSet());
    }

    /** What comes of the lists of one action. */
    private final class ActionReader<T> implements ListLoop.Reader<T> {

        private final TrroAction action;
        private final BiPredicate<String, ListSnapshot<T>> changes;

        ActionReader(TrroAction action, BiPredicate<String, ListSnapshot<T>> changes) {
            this.action = action;
            this.changes = changes;
        }

        @Override
        public void read(String key, ListSnapshot<T> list) {
            reads.read(action, key, list.askedAt().instant());
            keepListsIf(changes.test(key, list));
        }

        @Override
        public void failed(String key) {
            keepListsIf(inventory.failed(action, key));
        }

        @Override
        public void refused(Set<String> keys) {
            keepListsIf(inventory.refused(action, keys));
        }

        @Override
        public void defect() {
            parts.listener().defect();
        }
    }
}
