package trro.exporter.accounts;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import trro.exporter.api.TrroApi;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.discovery.DiscoveryMemory;
import trro.exporter.metrics.DiscoveredFleet;
import trro.exporter.metrics.ExporterMetrics;
import trro.exporter.metrics.PollingMetrics;
import trro.exporter.model.PollTarget;
import trro.exporter.pacing.Limiters;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.polling.PollQueue;
import trro.exporter.polling.PollTurn;
import trro.exporter.snapshot.CallLog;
import trro.exporter.snapshot.Snapshot;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.status.Budget;
import trro.exporter.status.Readiness;
import trro.exporter.storage.StateWriter;
import trro.exporter.time.Moment;
import trro.exporter.time.TimeSource;

/** Everything that asks TRRO: each account's polling, and its discovery where that is wanted. */
public final class Accounts {

    private static final Duration HEART_STOPPED = Duration.ofSeconds(30);
    private static final Duration CALL_STUCK = Duration.ofMinutes(2);

    private final ExporterConfig config;
    private final Shared shared;
    private final PolledFleet fleet;
    private final List<AccountPolling> pollings = new ArrayList<>();
    private final Map<String, AccountDiscovery> discoveries = new LinkedHashMap<>();

    /** The parts that all accounts share, and that outlive a configuration. */
    public record Shared(
            SnapshotStore store,
            Limiters limiters,
            ExporterMetrics metrics,
            CallLog calls,
            Executor workers,
            TimeSource time) {}

    /**
     * Accounts that are to take the place of others; until {@link #takeOver} nothing changes for those.
     *
     * @param apis gives the API of each account, asked only where nobody called it so before
     * @param before that are in force; empty at the start
     */
    public Accounts(
            ExporterConfig config, Function<AccountConfig, TrroApi> apis, Optional<Accounts> before, Shared shared) {
        this.config = config;
        this.shared = shared;
        before.ifPresent(
                old -> old.pollings.forEach(polling -> polling.limiters().nameAgain()));
        List<AccountMemory> known = before.stream().flatMap(Accounts::memories).toList();
        Iterator<AccountMemory> memories =
                AccountMemory.of(config, apis, known, shared.time().nanoTime()).iterator();
        fleet = new PolledFleet(config.pollIntervals().keySet(), shared.store(), shared.time());
        for (AccountConfig account : config.accounts()) {
            AccountPolling polling = AccountPolling.of(account, config, memories.next(), shared);
            pollings.add(polling);
            fleet.add(account.name(), polling.queue(), polling.memory().lists().inventoryNow());
            AccountDiscovery.of(polling, config, fleet, shared)
                    .ifPresent(discovery -> discoveries.put(account.name(), discovery));
        }
    }

    /**
     * From now on these are in force and those of before are not. Their loops have ended and the ones of these do not
     * run yet; calls of before that are under way are stored where their targets still exist.
     */
    public void takeOver(Optional<Accounts> before) {
        long nowNanos = shared.time().nanoTime();
        takeOverLimits();
        before.filter(old -> !old.config.timeZone().equals(config.timeZone())).ifPresent(this::recut);
        pollings.forEach(polling -> polling.takeOver(config));
        for (AccountPolling polling : pollings) {
            AccountDiscovery reading = discoveries.get(polling.name());
            if (reading != null) {
                reading.discovery().takeOver();
            } else {
                followWithoutReading(polling, nowNanos);
            }
        }
        fleet.takeOver(before.map(old -> old.fleet));
        discoveries.values().forEach(AccountDiscovery::tellAgain);
        before.ifPresent(old -> leave(old, nowNanos));
    }

    private void followWithoutReading(AccountPolling polling, long nowNanos) {
        AccountMemory memory = polling.memory();
        memory.lists().follow(AccountDiscovery.plan(polling.account(), config, false), nowNanos);
        memory.sessions().keySet().forEach(memory.queue()::recentSessionsUnknown);
        memory.sessions().clear();
        fleet.changed(polling.name(), memory.lists().inventoryNow());
    }

    /** Of accounts that have one key the lowest limit counts. */
    private void takeOverLimits() {
        Map<RateLimiter, Integer> limits = new HashMap<>();
        for (AccountPolling polling : pollings) {
            int limit = polling.account().requestsPerSecond();
            polling.limiters().inUse().values().forEach(limiter -> limits.merge(limiter, limit, Math::min));
        }
        limits.forEach(RateLimiter::allow);
        shared.limiters().retain(limits.keySet());
    }

    private void recut(Accounts old) {
        old.pollings.forEach(polling -> polling.poll().retire());
        shared.store()
                .recut(
                        old.config.timeZone(),
                        config.timeZone(),
                        otherHours(shared.store().current()));
    }

    /** An offset on whose full hours TRRO's hours begin, where the picture does not tell and answers have shown it. */
    private Optional<ZoneOffset> otherHours(Snapshot picture) {
        return picture.hours().isPresent()
                ? Optional.empty()
                : pollings.stream()
                        .flatMap(polling -> polling.memory().habits().otherHours(config.timeZone()).stream())
                        .findFirst();
    }

    /** All that outlives this process, for {@link #restore} of a later one. */
    public byte[] kept() {
        Snapshot picture = shared.store().current();
        Map<PollTarget, PollTurn> turns = new HashMap<>();
        pollings.forEach(polling -> turns.putAll(polling.queue().turns()));
        StateWriter out = new StateWriter(Moment.now(shared.time()));
        KeptState.write(config.timeZone(), picture, turns, shared.limiters().memories(), out);
        out.each(pollings, polling -> KeptAccount.write(polling.memory(), out));
        return out.bytes();
    }

    /**
     * Goes on where a former process stopped; no loop runs yet. Knowledge of targets that are not polled any more is
     * left out, as are figures that are too old to be shown. Where the clock was set back since then nobody knows how
     * old anything is, and the pace alone comes back.
     *
     * @return of how many targets figures came back
     */
    public int restore(KeptState kept) {
        shared.limiters().resume(kept.paces());
        if (kept.writtenAt().isAfter(shared.time().now())) {
            return 0; // of unknown age
        }
        IdentityHashMap<AccountPolling, KeptAccount> accounts = KeptAccount.match(pollings, kept.accounts());
        pollings.forEach(polling -> Optional.ofNullable(accounts.get(polling)).ifPresent(account -> {
            account.habits(polling.memory());
            Optional.ofNullable(discoveries.get(polling.name())).ifPresent(reading -> reading.restore(account));
        }));
        Snapshot picture = kept.zone().equals(config.timeZone())
                ? kept.picture()
                : kept.picture().recut(kept.zone(), config.timeZone(), otherHours(kept.picture()));
        long nowNanos = shared.time().nanoTime();
        int restored = shared.store()
                .restore(
                        picture,
                        (target, said) -> nowNanos - said.nanos()
                                <= config.maxAge(target.interval()).toNanos());
        pollings.forEach(polling -> polling.queue().resume(kept.turns(), nowNanos));
        discoveries.values().forEach(AccountDiscovery::tellAgain);
        return restored;
    }

    /** Lists that nobody wants any more are given up, and who calls in another way asks at once where it failed. */
    private void leave(Accounts old, long nowNanos) {
        Set<DiscoveryMemory> lists = memories().map(AccountMemory::lists).collect(Collectors.toSet());
        old.memories()
                .map(AccountMemory::lists)
                .filter(former -> !lists.contains(former))
                .forEach(former -> former.stop(nowNanos));
        Set<AccountMemory.Source> sources =
                old.memories().map(AccountMemory::source).collect(Collectors.toSet());
        memories()
                .filter(memory -> !sources.contains(memory.source()))
                .forEach(memory -> memory.queue().forgive(nowNanos));
    }

    private Stream<AccountMemory> memories() {
        return pollings.stream().map(AccountPolling::memory);
    }

    /** The loops by name, each of which wants a thread of its own and ends when it is interrupted. */
    public Map<String, Runnable> loops() {
        Map<String, Runnable> loops = new LinkedHashMap<>();
        pollings.forEach(polling -> loops.put("poller-" + polling.name(), polling.loop()));
        discoveries.values().forEach(reading -> loops.putAll(reading.loops()));
        return loops;
    }

    public int targets() {
        return pollings.stream().mapToInt(polling -> polling.queue().size()).sum();
    }

    /** The state of polling as metrics show it. */
    public PollingMetrics.State polling() {
        List<Budget> budgets = budgets();
        return new PollingMetrics.State(
                targets(),
                budgets.stream()
                        .flatMap(budget -> budget.queue().stream())
                        .mapToLong(Budget.Queue::overdue)
                        .sum(),
                budgets.stream()
                        .map(budget ->
                                new PollingMetrics.Pace(budget.account(), budget.action(), budget.pacePerSecond()))
                        .toList());
    }

    /** The age that a target's figures are to reach at most, as far as the budget allows. */
    public Duration promisedAge(PollTarget target) {
        PollQueue queue =
                fleet.queue(target.projectId()).orElseGet(() -> pollings.get(0).queue()); // all have the same pace
        return queue.promisedAge(target);
    }

    public List<Budget> budgets() {
        long nowNanos = shared.time().nanoTime();
        return pollings.stream()
                .flatMap(polling -> polling.budgets(shared.calls(), nowNanos))
                .toList();
    }

    /** The fleet of each account, by its lists or, where none is read, by the configuration alone. */
    public List<DiscoveredFleet> fleets() {
        return pollings.stream()
                .map(polling -> polling.fleet(
                        fleet.polled(polling.name()), Optional.ofNullable(discoveries.get(polling.name())), config))
                .toList();
    }

    /** Why not everything was answered once; empty if it was. */
    public Optional<String> reasonNotReady() {
        return discoveries.values().stream()
                .flatMap(reading -> reading.reasonNotReady().stream())
                .findFirst()
                .or(() -> Readiness.reasonNotReady(shared.store().current()));
    }

    /** Which loop is stuck; empty if none is. */
    public Optional<String> stoppedHeart() {
        return Stream.concat(
                        pollings.stream()
                                .map(polling -> stuck(
                                        "polling of account " + polling.name(),
                                        polling.loop().sinceLastBeat(),
                                        polling.loop().oldestCall())),
                        discoveries.entrySet().stream()
                                .map(reading -> stuck(
                                        "discovery of account " + reading.getKey(),
                                        reading.getValue().discovery().sinceLastBeat(),
                                        reading.getValue().discovery().oldestCall())))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> stuck(String what, Duration sinceLastBeat, Duration oldestCall) {
        if (sinceLastBeat.compareTo(HEART_STOPPED) <= 0 && oldestCall.compareTo(CALL_STUCK) <= 0) {
            return Optional.empty();
        }
        return Optional.of(what + " is stuck: its loop last went round " + sinceLastBeat.toSeconds()
                + " s ago, its oldest call began " + oldestCall.toSeconds() + " s ago; restart this process");
    }
}
