package trro.exporter.config;

import java.time.Duration;
import java.util.Map;
import trro.exporter.model.StatisticInterval;
import trro.exporter.yaml.DurationRange;

/** The bounds of everything that can be configured. */
public final class Limits {

    /** Shorter than the shortest bucket, or an hour that TRRO leaves out would never be known to be empty. */
    static final DurationRange SETTLE_TIME =
            new DurationRange(Duration.ZERO, Duration.ofMinutes(50), Defaults.SETTLE_TIME);

    static final DurationRange MAX_AGE = new DurationRange(Duration.ofMinutes(1), Duration.ofDays(7), Defaults.MAX_AGE);

    static final DurationRange IDLE_POLL_INTERVAL =
            new DurationRange(Duration.ofMinutes(1), Duration.ofDays(1), Defaults.IDLE_POLL_INTERVAL);

    static final Map<StatisticInterval, DurationRange> POLL_INTERVALS = Map.of(
            StatisticInterval.HOUR, pollInterval(StatisticInterval.HOUR, Duration.ofHours(1)),
            StatisticInterval.DAY, pollInterval(StatisticInterval.DAY, Duration.ofDays(1)),
            StatisticInterval.MONTH, pollInterval(StatisticInterval.MONTH, Duration.ofDays(1)));

    /** TRRO's own limit for one action. */
    public static final int REQUESTS_PER_SECOND = 20;

    /** Targets that are asked in all. A full pass over so many takes 3 hours at the API's limit. */
    public static final int TARGETS = 200_000;

    /** Of one project; what is found beyond is dropped at run time, not here. */
    static final int DISCOVERED_DEVICES = 20_000;

    static final int DISCOVERED_DEVICES_DEFAULT = 5_000;

    /** Of one account; what is found beyond is dropped at run time, not here. */
    static final int DISCOVERED_PROJECTS = 1_000;

    static final int DISCOVERED_PROJECTS_DEFAULT = 100;

    /** Characters of a project's or device's id, which become the value of a label. */
    static final int ID_LENGTH = 128;

    /** Characters of an account's, a profile's, a role's or a region's name. */
    static final int NAME_LENGTH = 64;

    private Limits() {}

    private static DurationRange pollInterval(StatisticInterval interval, Duration max) {
        return new DurationRange(Duration.ofSeconds(10), max, Defaults.POLL_INTERVALS.getOrDefault(interval, max));
    }
}
