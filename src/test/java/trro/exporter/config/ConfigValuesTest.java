package trro.exporter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trro.exporter.model.IdFilter;
import trro.exporter.model.StatisticInterval;
import trro.exporter.yaml.ProblemsException;

/** What well-formed values become. */
class ConfigValuesTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "config");
    private static final Map<String, String> ENVIRONMENT = Map.of("PROJECT", "p: [9]", "RATE", "7");

    @ParameterizedTest
    @CsvSource({
        "trro.tencentcloudapi.com, https://trro.tencentcloudapi.com",
        "TRRO.Tencentcloudapi.com:443, https://trro.tencentcloudapi.com:443",
        "https://trro.ap-singapore.tencentcloudapi.com/, https://trro.ap-singapore.tencentcloudapi.com",
        "http://127.0.0.1:10206, http://127.0.0.1:10206",
        "http://127.255.255.254, http://127.255.255.254",
        "http://[::1]:8080, http://[::1]:8080",
        "HTTP://LOCALHOST, http://localhost",
        "trro.intl.tencentcloudapi.com., https://trro.intl.tencentcloudapi.com",
        "https://TRRO.intl.tencentcloudapi.com.:443/, https://trro.intl.tencentcloudapi.com:443",
        "http://localhost.:80, http://localhost:80",
        "https://192.0.2.1:65535, https://192.0.2.1:65535"
    })
    void anEndpointIsAHostOrAUrlWithoutAnythingElse(String given, URI expected) throws ProblemsException {
        assertThat(account("endpoint: '" + given + "'").endpoint()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1.nip.io",
        "http://127.1",
        "http://128.0.0.1",
        "http://127.0.0.256",
        "http://localhost.example.com",
        "http://[::2]",
        "http://0.0.0.0",
        "http://2130706433",
        "http://127.0.0.01"
    })
    void clearTextGoesNowhereButToLoopback(String endpoint) {
        ProblemsException failure =
                catchThrowableOfType(ProblemsException.class, () -> account("endpoint: '" + endpoint + "'"));

        assertThat(failure.problems()).hasSize(1);
        assertThat(failure.problems().get(0).path()).isEqualTo("accounts[0].endpoint");
    }

    @Test
    void idsStayTheTextThatWasWritten() throws ProblemsException {
        assertThat(load("valid-ids-stay-text.yml").accounts().get(0).projects())
                .containsExactly(new ProjectConfig(
                        "0012345678", List.of("1e5", "true", "0x1F", "12:30:45", "2026-01-01", ".5", "1_000", "no")));
    }

    @Test
    void variablesBecomeTextAndNeverStructure() throws ProblemsException {
        assertThat(load("valid-variables.yml").accounts().get(0).projects())
                .containsExactly(new ProjectConfig("p: [9]", List.of("a-p: [9]-b", "${PROJECT}", "$5", "a$", "{x}")));
        assertThat(account("requests_per_second: ${RATE}").requestsPerSecond()).isEqualTo(7);
    }

    @Test
    void anchorsAreValuesWrittenOnce() throws ProblemsException {
        ExporterConfig config = load("valid-anchors.yml");

        assertThat(config.accounts())
                .extracting(AccountConfig::credentials)
                .containsOnly(new CredentialsConfig.CvmRole(Optional.empty()));
        assertThat(config.accounts())
                .flatExtracting(AccountConfig::projects)
                .containsExactly(
                        new ProjectConfig("p1", List.of("d1", "d2")), new ProjectConfig("p2", List.of("d1", "d2")));
    }

    @Test
    void anIntervalThatIsLeftOutIsNotPolledAndAnEmptyOneHasItsDefault() throws ProblemsException {
        assertThat(load("valid-hour-only.yml").pollIntervals())
                .containsExactly(Map.entry(StatisticInterval.HOUR, Duration.ofMinutes(1)));
    }

    @Test
    void everyBoundIsAllowed() throws ProblemsException {
        ExporterConfig low = load("valid-bounds-low.yml");
        ExporterConfig high = load("valid-bounds-high.yml");

        assertThat(List.of(low.settleTime(), low.maxAge())).containsExactly(Duration.ZERO, Duration.ofMinutes(1));
        assertThat(List.of(high.settleTime(), high.maxAge()))
                .containsExactly(Duration.ofMinutes(50), Duration.ofDays(7));
        assertThat(low.pollIntervals().values()).containsOnly(Duration.ofSeconds(10));
        assertThat(high.pollIntervals().values()).containsOnly(Duration.ofHours(1), Duration.ofDays(1));
        assertThat(low.accounts().get(0).requestsPerSecond()).isEqualTo(1);
        assertThat(high.accounts().get(0).requestsPerSecond()).isEqualTo(20);
    }

    @Test
    void theTotalOfFiguresIsBounded() throws ProblemsException {
        String text = "intervals: { hour: {}, day: {} }\naccounts: [{ projects: [{ id: p, devices: [%s] }] }]";

        assertThat(ConfigSummary.of(parse(text.formatted(devices(99_999)))).targets())
                .isEqualTo(200_000);
        assertThatThrownBy(() -> parse(text.formatted(devices(100_000))))
                .isExactlyInstanceOf(ProblemsException.class)
                .hasMessage("trro.yml:2: accounts: ask for 200002 figures, (1 projects + 100000 devices) x 2 intervals,"
                        + " where 200000 are the most; list fewer devices or intervals, or run a second exporter with"
                        + " another account's key");
    }

    @Test
    void aRecordRefusesWhatNoConfigurationCanMean() {
        AccountConfig account =
                new AccountConfig("a", Defaults.ENDPOINT, Optional.empty(), new CredentialsConfig.Env(), 20, List.of());

        assertThatThrownBy(() -> new ExporterConfig(
                        Defaults.TIME_ZONE, Defaults.SETTLE_TIME, Defaults.MAX_AGE, Map.of(), List.of(account)))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("a configuration needs an interval and an account at least");
        assertThatThrownBy(() -> new AccountConfig(
                        "a", Defaults.ENDPOINT, Optional.empty(), new CredentialsConfig.Env(), 21, List.of()))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("requestsPerSecond is not within 1..20: 21");
    }

    @Test
    void aFigureIsKeptForThreePollsAtLeast() throws ProblemsException {
        ExporterConfig config = parse("max_age: 5m\naccounts: [{ projects: [{ id: p }] }]");

        assertThat(config.maxAge(StatisticInterval.HOUR)).hasMinutes(5);
        assertThat(config.maxAge(StatisticInterval.DAY)).hasMinutes(30);
        assertThat(config.maxAge(StatisticInterval.MONTH)).hasHours(3);
    }

    private static String devices(int count) {
        StringBuilder devices = new StringBuilder();
        for (int i = 0; i < count; i++) {
            devices.append('d').append(i).append(i % 10 == 9 ? ",\n  " : ", ");
        }
        return devices.toString();
    }

    private static AccountConfig account(String line) throws ProblemsException {
        return parse("accounts:\n  - " + line + "\n    projects: [{ id: p }]\n")
                .accounts()
                .get(0);
    }

    private static ExporterConfig parse(String text) throws ProblemsException {
        return ConfigLoader.FORMAT.parse(text, Path.of("trro.yml"), ENVIRONMENT);
    }

    private static ExporterConfig load(String name) throws ProblemsException {
        return ConfigLoader.FORMAT.load(FOLDER.resolve(name), ENVIRONMENT);
    }

    @Test
    void discoverIsShortForAllDevices() throws ProblemsException {
        List<ProjectConfig> projects = parse("""
                accounts:
                  - projects:
                      - { id: all, devices: discover }
                      - { id: some, devices: { discover: true, include: ['a.*', b], exclude: [ab], max: 7 } }
                      - { id: none, devices: { discover: false } }
                """).accounts().get(0).projects();

        assertThat(projects)
                .containsExactly(
                        new ProjectConfig("all", List.of(), Optional.of(new IdFilter(List.of(), List.of(), 5_000))),
                        new ProjectConfig(
                                "some", List.of(), Optional.of(new IdFilter(List.of("a.*", "b"), List.of("ab"), 7))),
                        new ProjectConfig("none", List.of()));
    }

    @Test
    void discoveredProjectsHaveTheirOwnFiguresAloneUnlessDevicesAreAskedFor() throws ProblemsException {
        AccountConfig account = parse("accounts: [{ projects: { discover: true, exclude: ['test-.*'] } }]")
                .accounts()
                .get(0);

        assertThat(account.discovery())
                .hasValue(new ProjectDiscovery(new IdFilter(List.of(), List.of("test-.*"), 100), Optional.empty()));
    }

    @Test
    void anIdleFigureIsPromisedInProportionToHowLongItMayBeShownAndNotBeforeItsPollInterval() throws ProblemsException {
        ExporterConfig config = parse("""
                idle_poll_interval: 20m
                max_age: 2h
                intervals: { hour: {}, day: { poll_interval: 40m }, month: { poll_interval: 2h } }
                accounts: [{ projects: [{ id: p }] }]
                """);

        assertThat(config.idlePollInterval(StatisticInterval.HOUR)).hasMinutes(20);
        assertThat(config.idlePollInterval(StatisticInterval.DAY)).hasMinutes(40);
        assertThat(config.idlePollInterval(StatisticInterval.MONTH)).hasHours(2);
    }

    @Test
    void anIdleFigureIsPromisedBeforeItIsDropped() throws ProblemsException {
        ExporterConfig config = parse("max_age: 10m\naccounts: [{ projects: [{ id: p }] }]");

        assertThat(config.idlePollInterval(StatisticInterval.HOUR)).hasMinutes(10);
        assertThat(config.idlePollInterval(StatisticInterval.DAY)).hasMinutes(30);
    }
}
