package trro.exporter.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import trro.exporter.model.StatisticInterval;
import trro.exporter.yaml.DurationRange;
import trro.exporter.yaml.DurationText;
import trro.exporter.yaml.Mapping;
import trro.exporter.yaml.Node;
import trro.exporter.yaml.Text;

/** The top of the configuration: the keys that hold for all accounts. */
final class ConfigReader {

    static final List<String> KEYS =
            List.of("time_zone", "settle_time", "max_age", "idle_poll_interval", "intervals", "accounts");
    static final List<String> INTERVAL_KEYS = List.of("poll_interval");

    private static final String START = "write the configuration as keys and values, such as accounts: and below it a"
            + " list; docs/configuration.md shows a whole one";
    private static final String ZONE = "give a zone such as " + Defaults.TIME_ZONE + " (the default)";

    private ConfigReader() {}

    /** The configuration as far as it could be read; of use only if no problem was reported. */
    static Optional<ExporterConfig> read(Node root) {
        Optional<Mapping> mapping = root.mapping(KEYS, START);
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        Mapping keys = mapping.get();
        ZoneId timeZone = keys.find("time_zone").flatMap(ConfigReader::zone).orElse(Defaults.TIME_ZONE);
        Duration settleTime = duration(keys, "settle_time", Limits.SETTLE_TIME);
        Duration maxAge = duration(keys, "max_age", Limits.MAX_AGE);
        Duration idlePollInterval = duration(keys, "idle_poll_interval", Limits.IDLE_POLL_INTERVAL);
        Map<StatisticInterval, Duration> pollIntervals =
                keys.find("intervals").map(ConfigReader::intervals).orElse(Defaults.POLL_INTERVALS);
        Optional<Node> node = keys.need("accounts", AccountReader.ACCOUNTS);
        List<AccountConfig> accounts = node.map(new AccountReader()::readAll).orElse(List.of());
        if (accounts.isEmpty() || pollIntervals.isEmpty()) {
            return Optional.empty();
        }
        ExporterConfig config =
                new ExporterConfig(timeZone, settleTime, maxAge, idlePollInterval, pollIntervals, accounts);
        node.ifPresent(place -> refuseTooManyTargets(place, ConfigSummary.of(config)));
        return Optional.of(config);
    }

    private static Optional<ZoneId> zone(Node node) {
        Optional<Text> text = node.text(ZONE);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZoneId.of(text.get().text()));
        } catch (DateTimeException e) { // repeats the text
            String near = ZoneGuess.of(text.get().text()).orElse(ZONE);
            node.problem("%s is not a time zone; %s".formatted(text.get().shown(), near));
            return Optional.empty();
        }
    }

    private static Map<StatisticInterval, Duration> intervals(Node node) {
        List<String> labels = Arrays.stream(StatisticInterval.values())
                .map(StatisticInterval::label)
                .toList();
        String nextStep =
                "name at least one of %s, or leave intervals out for all".formatted(String.join(", ", labels));
        Map<StatisticInterval, Duration> pollIntervals = new EnumMap<>(StatisticInterval.class);
        Optional<Mapping> keys = node.mapping(labels, nextStep);
        for (StatisticInterval interval : StatisticInterval.values()) {
            keys.flatMap(present -> present.find(interval.label()))
                    .ifPresent(child -> pollIntervals.put(interval, pollInterval(child, interval)));
        }
        if (keys.isPresent() && node.isEmpty()) {
            node.problem("names no interval; " + nextStep);
        }
        return pollIntervals;
    }

    private static Duration pollInterval(Node node, StatisticInterval interval) {
        DurationRange range = Limits.POLL_INTERVALS.getOrDefault(interval, Limits.MAX_AGE);
        String nextStep = "write { poll_interval: %1$s }, or {} for the default of %1$s"
                .formatted(DurationText.format(range.defaultValue()));
        return node.mapping(INTERVAL_KEYS, nextStep)
                .map(keys -> duration(keys, "poll_interval", range))
                .orElse(range.defaultValue());
    }

    private static Duration duration(Mapping keys, String key, DurationRange range) {
        return keys.find(key).flatMap(node -> node.duration(range)).orElse(range.defaultValue());
    }

    private static void refuseTooManyTargets(Node node, ConfigSummary summary) {
        if (summary.targets() > Limits.TARGETS) {
            node.problem(
                    ("ask for %s figures, (%s projects + %s devices) x %s intervals, where %s are the most; list fewer"
                                    + " devices or intervals, or run a second exporter with another account's key")
                            .formatted(
                                    summary.targets(),
                                    summary.projects(),
                                    summary.devices(),
                                    summary.intervals(),
                                    Limits.TARGETS));
        }
    }
}
