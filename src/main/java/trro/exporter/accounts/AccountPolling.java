package trro.exporter.accounts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import trro.exporter.api.TrroAction;
import trro.exporter.api.TrroApi;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.metrics.DiscoveredFleet;
import trro.exporter.metrics.MeteredTrroApi;
import trro.exporter.model.AccountInventory;
import trro.exporter.pacing.PacedLoop;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.polling.PollPace;
import trro.exporter.polling.PollQueue;
import trro.exporter.polling.Poller;
import trro.exporter.polling.StatisticsCalendar;
import trro.exporter.polling.StatisticsPoll;
import trro.exporter.snapshot.CallLog;
import trro.exporter.status.Budget;
import trro.exporter.time.TimeSource;

/**
 * The polling of one account: its budget, its queue and its loop.
 *
 * @param account as it is configured
 * @param memory what outlives the configuration
 * @param limiters the pace that is in force, by action
 * @param api counts and records calls
 * @param loop wants a thread of its own
 */
record AccountPolling(
        AccountConfig account,
        AccountMemory memory,
        AccountLimiters limiters,
        TrroApi api,
        StatisticsPoll poll,
        PacedLoop loop) {

    private static final TrroAction ACTION = TrroAction.SESSION_STATISTICS_BY_INTERVAL;

    static AccountPolling of(
            AccountConfig account, ExporterConfig config, AccountMemory memory, Accounts.Shared shared) {
        TimeSource time = shared.time();
        AccountLimiters limiters = new AccountLimiters(account, memory.api(), shared.limiters());
        TrroApi metered = new ClosedConnectionRetry(
                new MeteredTrroApi(memory.api(), account.name(), shared.metrics(), shared.calls(), time));
        StatisticsPoll poll = new StatisticsPoll(
                metered,
                new StatisticsCalendar(config.timeZone(), config.settleTime()),
                pace(config),
                shared.store(),
                memory.habits(),
                shared.metrics()::anomalousRows,
                time);
        PacedLoop loop = new PacedLoop(
                new Poller(memory.queue(), poll, time),
                limiters.limiter(ACTION),
                shared.workers(),
                shared.metrics()::defect,
                time);
        return new AccountPolling(account, memory, limiters, metered, poll, loop);
    }

    static PollPace pace(ExporterConfig config) {
        return new PollPace(config.pollIntervals(), config.idlePollIntervals());
    }

    String name() {
        return account.name();
    }

    PollQueue queue() {
        return memory.queue();
    }

    /** From now on the queue wants targets as often as {@code config} says. */
    void takeOver(ExporterConfig config) {
        queue().pace(pace(config), RateLimiter.highestPace(account.requestsPerSecond()));
    }

    /**
     * The account's fleet.
     *
     * @param polled the part of it that is polled through this account
     * @param reading reads its lists; empty if nobody does
     */
    DiscoveredFleet fleet(AccountInventory polled, Optional<AccountDiscovery> reading, ExporterConfig config) {
        return new DiscoveredFleet(
                name(),
                polled,
                reading.map(lists -> lists.discovery().reads()).orElse(List.of()),
                queue()::activeDevices,
                queue().everyoneKeepsPace() ? Map.of() : config.idlePollIntervals());
    }

    /** The budget of each action as it stands. */
    Stream<Budget> budgets(CallLog calls, long nowNanos) {
        PollQueue queue = queue();
        Budget.Queue waiting =
                new Budget.Queue(queue.size(), queue.overdue(nowNanos), queue.underWay(), queue.wantedPerSecond());
        return limiters.inUse().entrySet().stream()
                .map(limiter -> new Budget(
                        name(),
                        limiter.getKey().label(),
                        account.requestsPerSecond(),
                        limiter.getValue().requestsPerSecond(),
                        calls.withinMinute(name(), limiter.getKey().label(), nowNanos),
                        Optional.of(waiting).filter(any -> limiter.getKey() == ACTION)));
    }
}
