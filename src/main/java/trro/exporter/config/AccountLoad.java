package trro.exporter.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import trro.exporter.model.StatisticInterval;

/**
 * How one account's polling compares with its request budget.
 *
 * @param account its name
 * @param targets figures that are asked for
 * @param neededPerSecond calls that keep every figure at its poll interval
 * @param possiblePerSecond calls that the budget lets through
 * @param fullPass how long it takes to ask for every figure once
 * @param warning what the operator will see when more is needed than possible, and what to do about it
 */
public record AccountLoad(
        String account,
        int projects,
        int devices,
        int targets,
        double neededPerSecond,
        double possiblePerSecond,
        Duration fullPass,
        Optional<String> warning) {

    /** The budget lets {@code requests_per_second} calls start in a second and the 30 ms of network jitter it covers. */
    private static final double WINDOW_SECONDS = 1.030;

    static AccountLoad of(AccountConfig account, ExporterConfig config) {
        int projects = account.projects().size();
        int devices = account.projects().stream()
                .mapToInt(project -> project.devices().size())
                .sum();
        int perInterval = projects + devices;
        double needed = config.pollIntervals().values().stream()
                .mapToDouble(interval -> perInterval / seconds(interval))
                .sum();
        double possible = account.requestsPerSecond() / WINDOW_SECONDS;
        int targets = perInterval * config.pollIntervals().size();
        return new AccountLoad(
                account.name(),
                projects,
                devices,
                targets,
                needed,
                possible,
                ofSeconds(targets / possible),
                needed > possible ? Optional.of(warning(account, config, needed, possible)) : Optional.empty());
    }

    private static String warning(AccountConfig account, ExporterConfig config, double needed, double possible) {
        List<String> effects = new ArrayList<>();
        for (StatisticInterval interval : StatisticInterval.values()) {
            Duration asked = config.pollIntervals().get(interval);
            if (asked != null) {
                effects.add(effect(interval, asked, ofSeconds(seconds(asked) * needed / possible), config));
            }
        }
        String raise = account.requestsPerSecond() < Limits.REQUESTS_PER_SECOND
                ? ", or raise requests_per_second (%s at most)".formatted(Limits.REQUESTS_PER_SECOND)
                : "";
        return String.format(
                Locale.ROOT,
                "account %s needs %.2f calls per second where %.2f are possible: %s; poll less often, list fewer devices%s",
                account.name(),
                needed,
                possible,
                String.join(", ", effects),
                raise);
    }

    private static String effect(
            StatisticInterval interval, Duration asked, Duration refreshed, ExporterConfig config) {
        String effect = "each %s figure will be refreshed every %s instead of %s"
                .formatted(interval.label(), DurationText.format(refreshed), DurationText.format(asked));
        Duration maxAge = config.maxAge(interval);
        return refreshed.compareTo(maxAge) > 0
                ? effect + " and be absent in between, since it is dropped after " + DurationText.format(maxAge)
                : effect;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /** Rounded up, since 60.1 s shown as "1m instead of 1m" would be no news; below a millisecond it is arithmetic noise. */
    private static Duration ofSeconds(double seconds) {
        return Duration.ofSeconds((Math.round(seconds * 1000) + 999) / 1000);
    }
}
