package trro.exporter.accounts;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import trro.exporter.api.TrroAction;
import trro.exporter.api.TrroApi;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.metrics.ExporterMetrics;
import trro.exporter.metrics.MeteredTrroApi;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.Device;
import trro.exporter.model.PollTarget;
import trro.exporter.model.ProjectInventory;
import trro.exporter.pacing.PacedLoop;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.polling.PollListener;
import trro.exporter.polling.PollPace;
import trro.exporter.polling.PollQueue;
import trro.exporter.polling.Poller;
import trro.exporter.polling.StatisticsCalendar;
import trro.exporter.polling.StatisticsPoll;
import trro.exporter.snapshot.CallLog;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.status.Budget;
import trro.exporter.time.TimeSource;

/**
 * The polling of one account: its budget, its queue and its loop.
 *
 * @param requestsPerSecond the configured limit
 * @param limiter the pace that is in force
 * @param api counts and records calls
 * @param loop wants a thread of its own
 */
public record AccountPolling(
        String name, int requestsPerSecond, RateLimiter limiter, TrroApi api, PollQueue queue, PacedLoop loop) {

    /** Enough for the full pace when every answer takes six seconds. */
    private static final int MOST_IN_FLIGHT = 128;

    /** The parts that all accounts share. */
    public record Shared(
            SnapshotStore store,
            ExporterMetrics metrics,
            CallLog calls,
            PollListener listener,
            Executor workers,
            TimeSource time) {}

    public static AccountPolling of(AccountConfig account, ExporterConfig config, TrroApi api, Shared shared) {
        TimeSource time = shared.time();
        RateLimiter limiter = new RateLimiter(account.requestsPerSecond(), time);
        PollPace pace = new PollPace(config.pollIntervals(), config.idlePollIntervals());
        TrroApi metered =
                new SecondTry(new MeteredTrroApi(api, account.name(), shared.metrics(), shared.calls(), time));
        PollQueue queue = new PollQueue(
                targets(account, config).toList(),
                pace,
                RateLimiter.highestPace(account.requestsPerSecond()),
                MOST_IN_FLIGHT,
                time.nanoTime());
        StatisticsPoll poll = new StatisticsPoll(
                metered,
                new StatisticsCalendar(config.timeZone(), config.settleTime()),
                pace,
                shared.store(),
                shared.listener(),
                time);
        return new AccountPolling(
                account.name(),
                account.requestsPerSecond(),
                limiter,
                metered,
                queue,
                new PacedLoop(new Poller(queue, poll, shared.listener(), time), limiter, shared.workers(), time));
    }

    /** The budget of each action as it stands. */
    Stream<Budget> budgets(CallLog calls, long nowNanos) {
        String action = TrroAction.SESSION_STATISTICS_BY_INTERVAL.label();
        Budget.Queue waiting =
                new Budget.Queue(queue.size(), queue.overdue(nowNanos), queue.underWay(), queue.wantedPerSecond());
        return Stream.of(new Budget(
                name,
                action,
                requestsPerSecond,
                limiter.requestsPerSecond(),
                calls.withinMinute(name, action, nowNanos),
                Optional.of(waiting)));
    }

    /** An account as it is known before TRRO was asked: by the configuration alone. */
    static AccountInventory listed(AccountConfig account) {
        return new AccountInventory(
                account.projects().stream()
                        .map(project -> new ProjectInventory(
                                project.id(),
                                Optional.empty(),
                                project.devices().stream().map(Device::named).toList(),
                                0,
                                0))
                        .toList(),
                0,
                Optional.empty());
    }

    /** Everything that is asked of an account before it is discovered what else there is. */
    public static Stream<PollTarget> targets(AccountConfig account, ExporterConfig config) {
        return PolledFleet.targets(
                listed(account).projects().stream(), config.pollIntervals().keySet());
    }
}
