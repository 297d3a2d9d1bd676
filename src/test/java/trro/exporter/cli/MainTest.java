package trro.exporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.spi.FilterReply;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import trro.exporter.support.TestCertificate;

class MainTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Commands say how to log, for the whole process. */
    @AfterEach
    void logAsBefore() throws JoranException {
        LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
        logging.reset();
        new ContextInitializer(logging).autoConfig();
    }

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void checkPrintsWhatAGoodConfigurationAsks() throws Exception {
        Path file = Files.writeString(folder.resolve("trro.yml"), """
                accounts:
                  - requests_per_second: 20
                    projects: [{ id: p, devices: [a, b] }, { id: q }]
                """);

        assertThat(run("check", "--config.file=" + file)).isZero();

        assertThat(out.toString())
                .startsWith("The configuration is fine: 2 projects and 2 devices by 3 intervals make 12 targets.")
                .contains("Account main: 2 projects and 2 devices make 12 targets and at most 184 series.")
                .doesNotContain("Warning");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void checkWarnsOfMoreThanTheBudgetAllows() throws Exception {
        Path file = Files.writeString(folder.resolve("trro.yml"), """
                intervals: { hour: { poll_interval: 10s } }
                max_age: 1m
                accounts:
                  - requests_per_second: 1
                    projects: [{ id: p, devices: %s }]
                """.formatted(
                        IntStream.range(0, 100).mapToObj(i -> "d" + i).toList()));

        assertThat(run("check", "--config.file=" + file)).isZero();

        assertThat(out.toString().lines())
                .contains("Warning: account main: hour figures of idle devices can be asked for every 3m41s and are"
                        + " dropped after 1m; poll fewer devices or intervals, raise max_age, or raise"
                        + " requests_per_second (20 at most)");
    }

    @Test
    void checkPrintsEveryProblemAndExitsWith1() throws Exception {
        Path file = Files.writeString(folder.resolve("trro.yml"), "time_zone: Mars\nacounts: []\n");

        assertThat(run("check", "--config.file=" + file)).isEqualTo(1);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(line -> line.startsWith(file.toString()))
                .anyMatch(line -> line.contains(":1: time_zone: "))
                .anyMatch(line -> line.contains(":2: acounts: "));
    }

    @Test
    void checkKnowsTheWebConfiguration() throws Exception {
        TestCertificate.ofServer().write(folder, "server");
        Path web = Files.writeString(
                folder.resolve("web.yml"), "tls_server_config: { cert_file: server.crt, key_file: server.key }\n");

        assertThat(run("check", "--web.config.file=" + web)).isZero();
        assertThat(run("check", "--web.config.file=" + web, "--project.id=p")).isZero();

        assertThat(out.toString().lines())
                .filteredOn(line -> line.contains(" fine: "))
                .containsExactly(
                        "The web configuration is fine: TLSv1.2 and TLSv1.3 with NoClientCert, HTTP/2 and HTTP/1.1,"
                                + " no password.",
                        "The web configuration is fine: TLSv1.2 and TLSv1.3 with NoClientCert, HTTP/2 and HTTP/1.1,"
                                + " no password.",
                        "The configuration is fine: 1 project and 0 devices by 3 intervals make 3 targets.");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "run --project.id=p", "demo"})
    void aBadWebConfigurationIsExplainedAndExitsWith1(String command) throws Exception {
        Path web = Files.writeString(folder.resolve("web.yml"), "basic_auth_users:\n  alice: my-password\nusers: {}\n");

        assertThat(run((command + " --web.config.file=" + web).split(" "))).isEqualTo(1);

        assertThat(err.toString().lines())
                .anyMatch(line -> line.startsWith(web + ":2: basic_auth_users.alice: is no bcrypt hash; "))
                .anyMatch(line -> line.startsWith(web + ":3: users: is not a known key; "))
                .noneMatch(line -> line.contains("my-password"));
    }

    @Test
    void checkTellsTheProblemsOfBothConfigurations() throws Exception {
        Path web = Files.writeString(folder.resolve("web.yml"), "users: {}\n");
        Path file = Files.writeString(folder.resolve("trro.yml"), "time_zone: Mars\n");

        assertThat(run("check", "--web.config.file=" + web, "--config.file=" + file))
                .isEqualTo(1);

        assertThat(err.toString()).contains(web + ":1: users: ", file + ":1: time_zone: ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aWordThatTheLocaleCannotReadIsRefused() {
        assertThat(run("check", "--project.id=truck-\ufffd\ufffd")).isEqualTo(1);

        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "--project.id has characters that this locale cannot read; set LANG=C.UTF-8");
    }

    @Test
    void checksAQuickStart() {
        assertThat(run("check", "--project.id=p", "--project.id=q")).isZero();

        assertThat(out.toString())
                .startsWith("The configuration is fine: 2 projects and 0 devices by 3 intervals make 6 targets.");
    }

    @Test
    void oneOfAThingIsNotPlural() throws Exception {
        Path file = Files.writeString(folder.resolve("trro.yml"), """
                intervals: { day: {} }
                accounts: [{ projects: [{ id: p }] }]
                """);

        assertThat(run("check", "--config.file=" + file)).isZero();

        assertThat(out.toString())
                .startsWith("The configuration is fine: 1 project and 0 devices by 1 interval make 1 target.");
    }

    @Test
    void namesTheProjectIdThatCannotBeUsed() {
        assertThat(run("check", "--project.id=p", "--project.id=p")).isEqualTo(1);

        assertThat(err.toString()).startsWith("--project.id[1]: \"p\" is used already at --project.id[0]; ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "run"})
    void aFileAndAQuickStartExcludeEachOther(String command) {
        assertThat(run(command, "--config.file=trro.yml", "--project.id=p")).isEqualTo(1);

        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "--config.file and --project.id exclude each other; put the projects into" + " trro.yml\n");
    }

    @Test
    void withoutArgumentsItSaysWhatToGive() {
        assertThat(run()).isEqualTo(1);

        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "there is nothing to poll; give --config.file=trro.yml, or --project.id=ID for a quick start, or"
                                + " try it without an account: trro-exporter demo\n");
    }

    @Test
    void withoutACommandItRuns() {
        Path missing = folder.resolve("missing.yml");

        assertThat(run("--config.file=" + missing)).isEqualTo(1);

        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        missing + ": does not exist; give the path of the configuration file with --config.file\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "run --version", "backfill -V"})
    void tellsItsVersion(String line) {
        assertThat(run(line.split(" "))).isZero();

        assertThat(out.toString()).startsWith("trro-exporter development").contains("Java ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "--help"})
    void tellsItsCommands(String option) {
        assertThat(run(option)).isZero();

        assertThat(out.toString()).contains("run ", "check ", "plan ", "demo ", "simulate ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check", "plan", "demo", "simulate"})
    void everyCommandHasItsOwnHelp(String command) {
        assertThat(run(command, "--help")).isZero();

        assertThat(out.toString()).startsWith("Usage: trro-exporter " + command);
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chek", "--nonsense", "demo --devices=many", "run --log.format=xml", "check a b"})
    void whatIsNotUnderstoodExitsWith2(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).containsPattern("Usage: trro-exporter|Did you mean: trro-exporter check\\?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run --config.file | Missing required parameter for option '--config.file' (FILE)",
                "run --log.format | Missing required parameter for option '--log.format' (<format>)",
                "run --config.file=a --config.file=b | option '--config.file' (FILE) should be specified only once",
                "run --config.fil=a | Unknown option: '--config.fil=a'",
                "run --config.enable-auto-reload=a | Invalid value for option '--config.enable-auto-reload': 'a' is not a"
                        + " boolean",
                "demo --log.level=fatal | Invalid value for option '--log.level': expected one of [debug, info, warn,"
                        + " error] (case-insensitive) but was 'fatal'",
                "demo --devices=99999999999 | Invalid value for option '--devices': '99999999999' is not an int",
                "demo --label=a | Value for option '--label' (NAME=VALUE) should be in KEY=VALUE format but was a",
                "simulate --latency-max-ms=1.5 | Invalid value for option '--latency-max-ms': '1.5' is not a long",
                "simulate --fault=HANG=a | Invalid value for option '--fault' (FAULT=PROBABILITY): 'a' is not a double",
                "simulate --fault=a=1 | Invalid value for option '--fault' (FAULT=PROBABILITY): expected one of"
                        + " [THROTTLED, INTERNAL_ERROR, BAD_GATEWAY, GARBAGE, TRUNCATED, HANG, CLOSE] (case-insensitive)"
                        + " but was 'a'",
                "simulate --recent-sessions=a | Invalid value for option '--recent-sessions': expected one of [NOBODY,"
                        + " EVERYBODY] (case-insensitive) but was 'a'",
                "plan --active-share=a | Invalid value for option '--active-share': 'a' is not a double",
                "backfill --output=a | Missing required option: '--from=DATE'",
                "backfill --from=a --interval=hour,a | Invalid value for option '--interval' (INTERVAL): expected one of"
                        + " [HOUR, DAY, MONTH] (case-insensitive) but was 'a'",
                "backfill --requests-per-second=a | Invalid value for option '--requests-per-second': 'a' is not an int",
                "check a b | Unmatched arguments from index 1: 'a', 'b'",
                "chek | Unmatched argument at index 0: 'chek'",
            })
    void theFirstLineSaysWhatIsNotUnderstood(String line, String message) {
        assertThat(run(line.split(" "))).isEqualTo(2);

        assertThat(err.toString().lines().findFirst()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "backfill --project.id=p --from=2026-10-01 --output=/ --interval=HOUR,day --format=CSV | --output: / is",
                "demo --LOG.level=WARN | Unknown option: '--LOG.level=WARN'",
                "demo --log.level=Warn --label=a=b --label=c=d --devices=0 | --devices: 0 is not within 1 to 20000",
                "simulate --fault=hang=1 --fault=Close=0 --devices=0 | --devices: 0 is not within 1 to 20000",
                "simulate --site=international --recent-sessions=nobody --devices=0 | --devices: 0 is not within",
            })
    void valuesMayBeInEitherCaseAndNamesMayNot(String line, String message) {
        run(line.split(" "));

        assertThat(err.toString()).startsWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--config.auto-reload-interval=5s | --config.auto-reload-interval has no effect without",
                "--config.enable-auto-reload | --config.enable-auto-reload has no file to look at;",
                "--config.enable-auto-reload --config.auto-reload-interval=2d | --config.auto-reload-interval: \"2d\" is no"
            })
    void optionsOfReloadWithoutEffectAreRefused(String options, String message) {
        assertThat(run(("--project.id=p " + options).split(" "))).isEqualTo(1);

        assertThat(err.toString()).startsWith(message);
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void anOptionWithoutItsValueIsNamedOnce() {
        assertThat(run("simulate", "--fault=x")).isEqualTo(2);

        assertThat(err.toString())
                .startsWith("Value for option '--fault' (FAULT=PROBABILITY) should be in KEY=VALUE format but was x")
                .contains("Usage: trro-exporter simulate");
    }

    @Test
    void theAddressOfTheSimulatorIsNamedByItsOwnOption() {
        assertThat(run("simulate", "--listen-address=nowhere")).isEqualTo(1);

        assertThat(err.toString()).startsWith("--listen-address: \"nowhere\" is not valid: ");
    }

    @Test
    void badAddressesAreMistakesNotDefects() {
        assertThat(run("demo", "--web.listen-address=nowhere")).isEqualTo(1);

        assertThat(err.toString()).startsWith("--web.listen-address: \"nowhere\" is not valid: ");
        assertThat(err.toString().lines()).hasSize(1);
    }

    /** Other threads log meanwhile. */
    @Test
    void noMomentOfTheSettingUpOfTheLogIsTalkative() {
        LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = logging.getLogger(Logger.ROOT_LOGGER_NAME);
        List<Level> levels = new ArrayList<>();
        root.setLevel(Level.OFF);
        logging.addTurboFilter(new TurboFilter() {
            @Override
            public FilterReply decide(
                    @Nullable Marker marker,
                    Logger logger,
                    Level level,
                    @Nullable String format,
                    Object @Nullable [] params,
                    @Nullable Throwable cause) {
                return FilterReply.NEUTRAL;
            }

            @Override
            public void stop() {
                levels.add(root.getEffectiveLevel());
            }
        });

        run("demo", "--devices=0");

        assertThat(levels).containsExactly(Level.OFF);
        assertThat(root.getEffectiveLevel()).isEqualTo(Level.WARN);
    }
}
