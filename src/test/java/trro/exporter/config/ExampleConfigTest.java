package trro.exporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import trro.exporter.model.IdFilter;
import trro.exporter.model.StatisticInterval;
import trro.exporter.yaml.DurationRange;
import trro.exporter.yaml.DurationText;
import trro.exporter.yaml.ProblemsException;

class ExampleConfigTest {

    private static final String CREDENTIALS = "    credentials: { env: {} }";

    @Test
    void whatTheExampleCallsTheDefaultIsTheDefault() throws Exception {
        ExporterConfig example = parse(example(), Path.of("trro.yml"));
        ExporterConfig minimal = parse("accounts: [{ projects: [{ id: p }] }]", Path.of("trro.yml"));

        AccountConfig shown = example.accounts().get(0);
        AccountConfig defaults = minimal.accounts().get(0);
        assertThat(example.timeZone()).isEqualTo(minimal.timeZone());
        assertThat(example.settleTime()).isEqualTo(minimal.settleTime());
        assertThat(example.maxAge()).isEqualTo(minimal.maxAge());
        assertThat(example.pollIntervals()).isEqualTo(minimal.pollIntervals());
        assertThat(shown.name()).isEqualTo(defaults.name());
        assertThat(shown.endpoint()).isEqualTo(defaults.endpoint());
        assertThat(shown.requestsPerSecond()).isEqualTo(defaults.requestsPerSecond());
        assertThat(shown.credentials()).isEqualTo(defaults.credentials());
        assertThat(shown.region()).hasValue("ap-singapore");
        assertThat(shown.projects())
                .containsExactly(
                        new ProjectConfig("f3glr49ry0i0xlm7", List.of("dev1", "dev2")),
                        new ProjectConfig(
                                "abcdefg",
                                List.of(),
                                Optional.of(new IdFilter(List.of("truck-.*"), List.of(), 5_000))));
        assertThat(example.idlePollInterval()).isEqualTo(minimal.idlePollInterval());
    }

    @Test
    void eachAlternativeForProjectsWorksInPlaceOfTheList() throws Exception {
        String example = example();
        String before = example.substring(0, example.indexOf("    projects:\n"));
        List<String> alternatives = example.lines()
                .filter(line -> line.matches(" *# projects: .*"))
                .map(line -> line.replaceFirst("# ", ""))
                .toList();
        IdFilter all = new IdFilter(List.of(), List.of(), 100);
        IdFilter allDevices = new IdFilter(List.of(), List.of(), 5_000);

        assertThat(alternatives).hasSize(2);
        for (String alternative : alternatives) {
            AccountConfig account =
                    parse(before + alternative, Path.of("trro.yml")).accounts().get(0);
            assertThat(account.projects()).isEmpty();
            assertThat(account.discovery()).hasValue(new ProjectDiscovery(all, Optional.of(allDevices)));
        }
    }

    @Test
    void defaultsAreThoseOfTheContract() throws Exception {
        ExporterConfig config = parse("accounts: [{ projects: [{ id: p }] }]", Path.of("trro.yml"));

        AccountConfig account = config.accounts().get(0);
        assertThat(config.timeZone()).hasToString("Asia/Shanghai");
        assertThat(config.settleTime()).hasMinutes(10);
        assertThat(config.maxAge()).hasHours(1);
        assertThat(config.idlePollInterval()).hasMinutes(30);
        assertThat(config.idlePollInterval(StatisticInterval.DAY)).hasMinutes(30);
        assertThat(config.idlePollInterval(StatisticInterval.MONTH)).hasMinutes(90);
        assertThat(config.pollIntervals().get(StatisticInterval.HOUR)).hasMinutes(1);
        assertThat(config.pollIntervals().get(StatisticInterval.DAY)).hasMinutes(10);
        assertThat(config.pollIntervals().get(StatisticInterval.MONTH)).hasHours(1);
        assertThat(account)
                .isEqualTo(new AccountConfig(
                        "main",
                        URI.create("https://trro.intl.tencentcloudapi.com"),
                        Optional.empty(),
                        new CredentialsConfig.Env(),
                        16,
                        List.of(new ProjectConfig("p", List.of()))));
    }

    @Test
    void theExampleHasEveryKey() throws Exception {
        String example = example();

        Stream.of(
                        ConfigReader.KEYS,
                        ConfigReader.INTERVAL_KEYS,
                        AccountReader.KEYS,
                        ProjectReader.KEYS,
                        DiscoveryReader.DEVICE_KEYS,
                        DiscoveryReader.PROJECT_KEYS,
                        CredentialsReader.SOURCES,
                        CredentialsReader.FILE_KEYS,
                        CredentialsReader.STATIC_KEYS,
                        CredentialsReader.CVM_ROLE_KEYS)
                .flatMap(List::stream)
                .forEach(key -> assertThat(example).containsPattern("\\b" + key + ":"));
    }

    @Test
    void theBoundsThatTheExampleNamesAreTheBounds() throws Exception {
        Map<String, DurationRange> ranges = Map.of(
                "settle_time",
                Limits.SETTLE_TIME,
                "max_age",
                Limits.MAX_AGE,
                "idle_poll_interval",
                Limits.IDLE_POLL_INTERVAL,
                "hour",
                Objects.requireNonNull(Limits.POLL_INTERVALS.get(StatisticInterval.HOUR)),
                "day",
                Objects.requireNonNull(Limits.POLL_INTERVALS.get(StatisticInterval.DAY)),
                "month",
                Objects.requireNonNull(Limits.POLL_INTERVALS.get(StatisticInterval.MONTH)));
        Matcher comment = Pattern.compile(
                        "(settle_time|max_age|idle_poll_interval|hour|day|month):(?:\n *poll_interval:)?.*default (\\w+), from (\\w+) to (\\w+)")
                .matcher(example());

        assertThat(comment.results()).hasSize(6).allSatisfy(line -> {
            DurationRange range = Objects.requireNonNull(ranges.get(line.group(1)));
            assertThat(List.of(line.group(2), line.group(3), line.group(4)))
                    .containsExactly(
                            DurationText.format(range.defaultValue()),
                            DurationText.format(range.min()),
                            DurationText.format(range.max()));
        });
    }

    static Stream<String> alternatives() throws IOException {
        return example().lines().filter(line -> line.matches(" *# credentials: .*"));
    }

    @ParameterizedTest
    @MethodSource("alternatives")
    void eachAlternativeForCredentialsWorksInPlaceOfTheDefault(String alternative, @TempDir Path folder)
            throws Exception {
        for (String name : List.of("credentials", "id", "key", "token")) {
            Files.createFile(folder.resolve(name));
        }
        String text = example().replace(CREDENTIALS, alternative.replaceFirst("# ", ""));

        CredentialsConfig credentials =
                parse(text, folder.resolve("trro.yml")).accounts().get(0).credentials();

        assertThat(credentials)
                .isIn(
                        new CredentialsConfig.File(Optional.of(folder.resolve("credentials")), "default"),
                        new CredentialsConfig.Static(
                                folder.resolve("id"), folder.resolve("key"), Optional.of(folder.resolve("token"))),
                        new CredentialsConfig.CvmRole(Optional.of("trro-reader")),
                        new CredentialsConfig.TkeOidc());
    }

    @Test
    void theExampleShowsEveryAlternativeForCredentials() throws Exception {
        assertThat(alternatives()).hasSize(CredentialsReader.SOURCES.size() - 1);
    }

    static String example() throws IOException {
        try (InputStream in = Objects.requireNonNull(ConfigLoader.class.getResourceAsStream("example.yml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static ExporterConfig parse(String text, Path file) throws ProblemsException {
        return ConfigLoader.FORMAT.parse(text, file, Map.of());
    }
}
