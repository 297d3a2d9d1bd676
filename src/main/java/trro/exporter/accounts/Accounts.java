package trro.exporter.accounts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import trro.exporter.api.TrroApi;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.metrics.DiscoveredFleet;
import trro.exporter.metrics.PollingMetrics;
import trro.exporter.model.PollTarget;
import trro.exporter.polling.PollQueue;
import trro.exporter.status.Budget;
import trro.exporter.status.Readiness;

/** Everything that asks TRRO: each account's polling, and its discovery where that is wanted. */
public final class Accounts {

    private static final Duration HEART_STOPPED = Duration.ofSeconds(30);
    private static final Duration CALL_STUCK = Duration.ofMinutes(2);

    private final AccountPolling.Shared shared;
    private final PolledFleet fleet;
    private final List<AccountPolling> pollings = new ArrayList<>();
    private final List<AccountDiscovery> discoveries = new ArrayList<>();

    /** @param apis gives the API of each account */
    public Accounts(ExporterConfig config, Function<AccountConfig, TrroApi> apis, AccountPolling.Shared shared) {
        this.shared = shared;
        fleet = new PolledFleet(config.pollIntervals().keySet(), shared.store(), shared.time());
        for (AccountConfig account : config.accounts()) {
            AccountPolling polling = AccountPolling.of(account, config, apis.apply(account), shared);
            pollings.add(polling);
            fleet.add(account.name(), polling.queue(), AccountPolling.listed(account));
            AccountDiscovery.of(account, config, polling, fleet, shared).ifPresent(discoveries::add);
        }
    }

    /** The loops by name, each of which wants a thread of its own and ends when it is interrupted. */
    public Map<String, Runnable> loops() {
        Map<String, Runnable> loops = new LinkedHashMap<>();
        pollings.forEach(polling -> loops.put("poller-" + polling.name(), polling.loop()));
        discoveries.forEach(discovery -> loops.putAll(discovery.loops()));
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
        return Stream.concat(
                        pollings.stream().flatMap(polling -> polling.budgets(shared.calls(), nowNanos)),
                        discoveries.stream().flatMap(discovery -> discovery.budgets(shared.calls(), nowNanos)))
                .toList();
    }

    /** The fleet of each account whose lists are read. */
    public List<DiscoveredFleet> discoveredFleets() {
        return discoveries.stream().map(AccountDiscovery::discoveredFleet).toList();
    }

    /** Why not everything was answered once; empty if it was. */
    public Optional<String> reasonNotReady() {
        return discoveries.stream()
                .flatMap(discovery -> discovery.reasonNotReady().stream())
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
                        discoveries.stream()
                                .map(discovery -> stuck(
                                        "discovery of account " + discovery.name(),
                                        discovery.sinceLastBeat(),
                                        discovery.oldestCall())))
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
