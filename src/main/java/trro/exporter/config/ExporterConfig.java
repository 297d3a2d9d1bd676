package trro.exporter.config;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import trro.exporter.model.StatisticInterval;

/**
 * The whole configuration, defaults filled in and bounds checked.
 *
 * @param timeZone the calendar of days and months; default Asia/Shanghai
 * @param settleTime how long after a bucket closed TRRO may still change it; default 10 minutes
 * @param maxAge a figure that was not confirmed for this long is dropped; default 1 hour, 3 poll intervals at least
 * @param pollIntervals how often each polled interval is asked for, one entry at least
 * @param accounts at least one; project ids are unique over all accounts
 */
public record ExporterConfig(
        ZoneId timeZone,
        Duration settleTime,
        Duration maxAge,
        Map<StatisticInterval, Duration> pollIntervals,
        List<AccountConfig> accounts) {

    public ExporterConfig {
        pollIntervals = Map.copyOf(pollIntervals);
        accounts = List.copyOf(accounts);
        if (pollIntervals.isEmpty() || accounts.isEmpty()) {
            throw new IllegalArgumentException("a configuration needs an interval and an account at least");
        }
    }

    /** How old a figure of this interval may become before it is dropped. */
    public Duration maxAge(StatisticInterval interval) {
        Duration threePolls =
                pollIntervals.getOrDefault(interval, Duration.ZERO).multipliedBy(3);
        return maxAge.compareTo(threePolls) > 0 ? maxAge : threePolls;
    }
}
