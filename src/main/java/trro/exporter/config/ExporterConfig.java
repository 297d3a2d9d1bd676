package trro.exporter.config;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import trro.exporter.model.StatisticInterval;

/**
 * The whole configuration, defaults filled in and bounds checked.
 *
 * @param timeZone the calendar of days and months; default Asia/Shanghai
 * @param settleTime TRRO may change a bucket for so long after it closed; default 10 minutes
 * @param maxAge a figure that was not confirmed for this long is dropped; default 1 hour, 3 poll intervals at least
 * @param idlePollInterval the promised age of a device's hourly figures while it has no sessions and the budget does
 *     not allow its poll interval; default 30 minutes
 * @param pollIntervals the time from one poll to the next, by polled interval; one entry at least
 * @param accounts at least one; project ids are unique over all accounts
 */
public record ExporterConfig(
        ZoneId timeZone,
        Duration settleTime,
        Duration maxAge,
        Duration idlePollInterval,
        Map<StatisticInterval, Duration> pollIntervals,
        List<AccountConfig> accounts) {

    public ExporterConfig {
        pollIntervals = Map.copyOf(pollIntervals);
        accounts = List.copyOf(accounts);
        if (pollIntervals.isEmpty() || accounts.isEmpty()) {
            throw new IllegalArgumentException("a configuration needs an interval and an account at least");
        }
    }

    /** A configuration with the default {@link #idlePollInterval}. */
    public ExporterConfig(
            ZoneId timeZone,
            Duration settleTime,
            Duration maxAge,
            Map<StatisticInterval, Duration> pollIntervals,
            List<AccountConfig> accounts) {
        this(timeZone, settleTime, maxAge, Defaults.IDLE_POLL_INTERVAL, pollIntervals, accounts);
    }

    /** The age at which a figure of this interval is dropped. */
    public Duration maxAge(StatisticInterval interval) {
        Duration threePolls =
                pollIntervals.getOrDefault(interval, Duration.ZERO).multipliedBy(3);
        return maxAge.compareTo(threePolls) > 0 ? maxAge : threePolls;
    }

    /**
     * The number of projects and devices that an account polls at most: those that it lists, and an even share of what
     * is left beside all that is listed.
     */
    public int mostPolled(AccountConfig account) {
        int all = accounts.stream().mapToInt(AccountConfig::listed).sum();
        long discovering = accounts.stream().filter(AccountConfig::discovers).count();
        int left = Math.max(0, Limits.TARGETS / pollIntervals.size() - all);
        return Math.max(1, account.listed() + left / (int) Math.max(1, discovering));
    }

    /** The promised age of an idle device's figures, by each polled interval. */
    public Map<StatisticInterval, Duration> idlePollIntervals() {
        return pollIntervals.keySet().stream().collect(Collectors.toMap(interval -> interval, this::idlePollInterval));
    }

    /**
     * The promised age of an idle device's figures: those that may be shown for longer are promised later in
     * proportion, none before its poll interval, and none after it is dropped.
     */
    public Duration idlePollInterval(StatisticInterval interval) {
        double longer = (double) maxAge(interval).toMillis() / maxAge.toMillis();
        Duration shortest = idlePollInterval.compareTo(maxAge) < 0 ? idlePollInterval : maxAge;
        Duration idle = Duration.ofMillis(Math.round(shortest.toMillis() * longer));
        Duration pollInterval = pollIntervals.getOrDefault(interval, Duration.ZERO);
        return idle.compareTo(pollInterval) > 0 ? idle : pollInterval;
    }
}
