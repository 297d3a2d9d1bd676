package trro.exporter.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import trro.exporter.api.ApiException;
import trro.exporter.api.ListRead;
import trro.exporter.api.ListedProject;
import trro.exporter.api.Page;
import trro.exporter.api.RecentSession;
import trro.exporter.api.TrroAction;
import trro.exporter.api.TrroApi;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.Device;
import trro.exporter.model.LicenseCounts;
import trro.exporter.time.RateLimiter;
import trro.exporter.time.TimeSource;

/**
 * Finds out which projects and devices an account has, and which had a session lately, by reading TRRO's lists over and over.
 *
 * <p>Every action that is needed has a loop and a budget of its own. A list counts when every page of it was read; until then
 * what it last said is kept. Thread-safe.
 */
public final class Discovery {

    /** The key of a list that is about the whole account. */
    private static final String ACCOUNT = "";

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

    private record ListName(TrroAction action, String key) {}

    private final Parts parts;
    private final Executor workers;
    private final Census census;
    private final Map<TrroAction, ListLoop<?>> loops = new EnumMap<>(TrroAction.class);
    private final Map<ListName, Instant> reads = new ConcurrentHashMap<>();
    private volatile AccountInventory inventory;

    /** @param workers runs one call at a time on each of its threads, as many as discovery lets be under way */
    public Discovery(Parts parts, Executor workers) {
        this.parts = parts;
        this.workers = workers;
        census = new Census(parts.plan());
        inventory = census.inventory();
        DiscoveryPlan plan = parts.plan();
        boolean findsDevices =
                plan.search().flatMap(DiscoveryPlan.Search::devices).isPresent()
                        || plan.projects().stream()
                                .anyMatch(project -> project.discovered().isPresent());
        if (plan.search().isPresent()) {
            add(
                    TrroAction.PROJECT_LIST,
                    ListedProject::id,
                    (key, page) -> parts.api().projects(page),
                    this::projects);
        }
        if (findsDevices) {
            add(TrroAction.DEVICES, Device::id, parts.api()::devices, devices(TrroAction.DEVICES));
            add(TrroAction.DEVICE_LIST, Device::id, parts.api()::deviceList, devices(TrroAction.DEVICE_LIST));
        }
        if (findsDevices || plan.recentSessions()) {
            add(TrroAction.RECENT_SESSION_LIST, Function.identity(), parts.api()::recentSessions, this::sessions);
        }
        if (plan.licenses()) {
            add(TrroAction.LICENSE_STAT, Function.identity(), (key, page) -> licenses(), this::licenses);
        }
        keepLists();
    }

    /** The loops, which want a thread each and end when it is interrupted. */
    public Map<TrroAction, Runnable> loops() {
        return Map.copyOf(loops);
    }

    /** What is known now; at first what the plan names. */
    public AccountInventory inventory() {
        return inventory;
    }

    /** When each list was last read as a whole; those that never were are left out. */
    public List<ListRead> reads() {
        return reads.entrySet().stream()
                .map(read -> new ListRead(
                        read.getKey().action(),
                        Optional.of(read.getKey().key()).filter(key -> !key.equals(ACCOUNT)),
                        read.getValue()))
                .toList();
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

    private <T> void add(
            TrroAction action,
            Function<? super T, ?> identity,
            ListLoop.Call<T> call,
            BiConsumer<String, WholeList<T>> reader) {
        boolean often = action == TrroAction.RECENT_SESSION_LIST && parts.plan().recentSessions();
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
                        action, new ListQueue<>(interval, identity), call, new Findings<>(action, reader), loopParts));
    }

    private void keepLists() {
        Set<String> discovering = ids(project -> project.discovered().isPresent());
        Set<String> withSessions = parts.plan().recentSessions() ? ids(DiscoveryPlan.Project::hasDevices) : discovering;
        Map<TrroAction, Set<String>> keys = new HashMap<>();
        loops.forEach((action, loop) -> {
            Set<String> wanted = switch (action) {
                case PROJECT_LIST, LICENSE_STAT -> Set.of(ACCOUNT);
                case DEVICES, DEVICE_LIST -> discovering;
                case RECENT_SESSION_LIST -> withSessions;
                case SESSION_STATISTICS_BY_INTERVAL -> Set.of();
            };
            loop.keep(wanted);
            keys.put(action, wanted);
        });
        reads.keySet()
                .removeIf(name -> !keys.getOrDefault(name.action(), Set.of()).contains(name.key()));
    }

    private Set<String> ids(Predicate<DiscoveryPlan.Project> wanted) {
        return census.projects().stream()
                .filter(wanted)
                .map(DiscoveryPlan.Project::id)
                .collect(Collectors.toSet());
    }

    private synchronized void projects(String key, WholeList<ListedProject> list) {
        census.projects(list);
        count();
    }

    private BiConsumer<String, WholeList<Device>> devices(TrroAction action) {
        return (projectId, list) -> {
            synchronized (this) {
                if (census.roster(projectId).listed(action, list)) {
                    count();
                }
            }
        };
    }

    private void sessions(String projectId, WholeList<RecentSession> list) {
        synchronized (this) {
            if (census.roster(projectId).seen(list, parts.pace().sightings())) {
                count();
            }
        }
        if (parts.plan().recentSessions()) {
            Map<String, Instant> updates = new HashMap<>();
            for (RecentSession session : list.rows()) {
                session.fieldDeviceId().ifPresent(id -> updates.merge(id, session.latestUpdate(), Discovery::later));
                session.remoteDeviceId().ifPresent(id -> updates.merge(id, session.latestUpdate(), Discovery::later));
            }
            parts.listener().recentSessions(new SessionsSeen(projectId, updates, list.askedAt(), list.askedNanos()));
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private Page<LicenseCounts> licenses() throws ApiException, InterruptedException {
        return new Page<>("", List.of(parts.api().licenses()), OptionalLong.of(1), 0);
    }

    private synchronized void licenses(String key, WholeList<LicenseCounts> list) {
        list.rows().forEach(census::licenses);
        count();
    }

    /** Under the lock, so that the listener hears of changes in their order. */
    private void count() {
        AccountInventory before = census.inventory();
        if (census.count()) {
            inventory = census.inventory();
            DroppedChanges.log(before, inventory);
            keepLists();
            parts.listener().inventory(inventory);
        }
    }

    private synchronized void tried(TrroAction action, String projectId) {
        if (Census.DEVICE_SOURCES.contains(action) && census.roster(projectId).tried(action)) {
            count();
        }
    }

    private synchronized void refused(TrroAction action) {
        census.refused(action);
        count();
    }

    /** What comes of the lists of one action. */
    private final class Findings<T> implements ListLoop.Reader<T> {

        private final TrroAction action;
        private final BiConsumer<String, WholeList<T>> reader;

        Findings(TrroAction action, BiConsumer<String, WholeList<T>> reader) {
            this.action = action;
            this.reader = reader;
        }

        @Override
        public void read(String key, WholeList<T> list) {
            reader.accept(key, list);
            reads.put(new ListName(action, key), list.askedAt());
        }

        @Override
        public void failed(String key) {
            tried(action, key);
            unknown(Set.of(key));
        }

        @Override
        public void refused(Set<String> keys) {
            Discovery.this.refused(action);
            unknown(keys);
        }

        @Override
        public void defect() {
            parts.listener().defect();
        }

        private void unknown(Set<String> projectIds) {
            if (action == TrroAction.RECENT_SESSION_LIST && parts.plan().recentSessions()) {
                projectIds.forEach(parts.listener()::recentSessionsUnknown);
            }
        }
    }
}
