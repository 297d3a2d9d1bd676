package trro.exporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import trro.exporter.model.StatisticInterval;
import trro.exporter.yaml.DurationRange;
import trro.exporter.yaml.DurationText;
import trro.exporter.yaml.YamlFormat;

/** The tables of docs/configuration.md have every key with its default and its bounds. */
class ConfigurationTableTest {

    private final String text = read();

    private static String read() {
        try {
            return Files.readString(Path.of("docs", "configuration.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String row(String key, DurationRange range) {
        return "| `%s` | `%s` | `%s` to `%s` |"
                .formatted(
                        key,
                        DurationText.format(range.defaultValue()),
                        DurationText.format(range.min()),
                        DurationText.format(range.max()));
    }

    private static String row(String key, int value, int max) {
        return "| `%s` | `%d` | `1` to `%d` |".formatted(key, value, max);
    }

    @Test
    void theTableHasEveryKey() {
        List<String> keys = Pattern.compile("^\\| `([\\w.\\[\\]]+)` \\| ", Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();

        Stream<String> expected = Stream.of(
                        ConfigReader.KEYS.stream(),
                        Stream.of(StatisticInterval.values())
                                .flatMap(interval -> ConfigReader.INTERVAL_KEYS.stream()
                                        .map(key -> "intervals." + interval.label() + "." + key)),
                        AccountReader.KEYS.stream().map(key -> "accounts[]." + key),
                        ProjectReader.KEYS.stream().map(key -> "accounts[].projects[]." + key),
                        DiscoveryReader.DEVICE_KEYS.stream().map(key -> "accounts[].projects[].devices." + key),
                        DiscoveryReader.PROJECT_KEYS.stream().map(key -> "accounts[].projects." + key))
                .flatMap(each -> each);
        assertThat(keys).containsExactlyInAnyOrderElementsOf(expected.toList());
    }

    @Test
    void theTableOfKeysHasEverySourceWithItsKeys() {
        List<String> sources = Pattern.compile("^\\| `(\\w+): \\{", Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(sources).containsExactlyElementsOf(CredentialsReader.SOURCES);
        Stream.of(CredentialsReader.FILE_KEYS, CredentialsReader.STATIC_KEYS, CredentialsReader.CVM_ROLE_KEYS)
                .flatMap(List::stream)
                .forEach(key -> assertThat(text).containsPattern("\\| `\\w+: \\{.*\\b" + key + ": .*}` \\|"));
        assertThat(text).contains("profile: " + Defaults.PROFILE + " }");
    }

    @Test
    void defaultsAndBoundsAreThoseOfTheCode() {
        assertThat(text)
                .contains(
                        "| `time_zone` | `" + Defaults.TIME_ZONE + "` |",
                        row("settle_time", Limits.SETTLE_TIME),
                        row("max_age", Limits.MAX_AGE),
                        row("idle_poll_interval", Limits.IDLE_POLL_INTERVAL),
                        "| `accounts[].name` | `" + Defaults.ACCOUNT + "` | up to " + Limits.NAME_LENGTH
                                + " characters",
                        "| `accounts[].endpoint` | `" + Defaults.ENDPOINT.getHost() + "` |",
                        "| `accounts[].region` | none | up to " + Limits.NAME_LENGTH + " of",
                        row("accounts[].requests_per_second", Defaults.REQUESTS_PER_SECOND, Limits.REQUESTS_PER_SECOND),
                        "| `accounts[].projects[].id` | needed | up to " + Limits.ID_LENGTH + " characters",
                        "| `accounts[].projects[].devices` | `[]` | up to " + Limits.ID_LENGTH + " characters",
                        row(
                                "accounts[].projects[].devices.max",
                                Limits.DISCOVERED_DEVICES_DEFAULT,
                                Limits.DISCOVERED_DEVICES),
                        row("accounts[].projects.max", Limits.DISCOVERED_PROJECTS_DEFAULT, Limits.DISCOVERED_PROJECTS));
        assertThat(text.replace('\n', ' '))
                .contains(
                        "at most %,d targets".formatted(Limits.TARGETS),
                        "at most %d MiB, a value at most %,d characters"
                                .formatted(YamlFormat.FILE_BYTES >> 20, YamlFormat.TEXT_CHARACTERS));
        for (StatisticInterval interval : StatisticInterval.values()) {
            assertThat(text)
                    .contains(row(
                            "intervals." + interval.label() + ".poll_interval",
                            Objects.requireNonNull(Limits.POLL_INTERVALS.get(interval))));
        }
    }
}
