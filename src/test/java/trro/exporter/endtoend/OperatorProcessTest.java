package trro.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.support.Patience.PATIENCE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.support.ChildProcess;
import trro.exporter.support.Slow;

/** What surrounds the program and is wrong is explained in one line: options of Java, variables, locale, signals. */
@Slow
class OperatorProcessTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private void assertMistake(Map<String, String> environment, String command, String message)
            throws IOException, InterruptedException {
        String option = command.equals("demo") ? "--devices=3" : "--project.id=p";
        try (ChildProcess run = ChildProcess.ofMain(folder, environment, command, option)) {
            assertThat(run.awaitExit(PATIENCE)).isEqualTo(1);
            assertThat(run.err().lines().filter(line -> !line.startsWith("NOTE: Picked up")))
                    .containsExactly(message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "run", "demo"})
    void aTrustStoreThatDoesNotExist(String command) throws Exception {
        assertMistake(
                Map.of("JDK_JAVA_OPTIONS", "-Djavax.net.ssl.trustStore=/nowhere/ca.p12"),
                command,
                "-Djavax.net.ssl.trustStore=/nowhere/ca.p12 is not a file that can be read; correct the path or the"
                        + " permissions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "run", "demo"})
    void aTrustStoreThatIsNone(String command) throws Exception {
        Path store = Files.writeString(folder.resolve("ca.p12"), "not a trust store");

        assertMistake(
                Map.of("JDK_JAVA_OPTIONS", "-Djavax.net.ssl.trustStore=" + store),
                command,
                "-Djavax.net.ssl.trustStore=" + store + " cannot be read as certificates"
                        + " (java.security.KeyManagementException: problem accessing trust store);"
                        + " correct the file, its type or its password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "run"})
    void aProxyThatIsNone(String command) throws Exception {
        try (ChildProcess run = ChildProcess.ofMain(
                folder, Map.of("HTTPS_PROXY", "socks5://proxy.example.com:1080"), command, "--project.id=p")) {
            assertThat(run.awaitExit(PATIENCE)).isEqualTo(1);
            assertThat(run.err()).startsWith("HTTPS_PROXY ");
            assertThat(run.err().lines()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"run, 12", "run, 40", "demo, 12", "run, 200", "demo, 200"})
    void tooFewFiles(String command, int files) throws Exception {
        String option = command.equals("demo") ? "--devices=3" : "--project.id=p";

        try (ChildProcess run = ChildProcess.limited("-n " + files, folder, Map.of(), command, option)) {
            assertThat(run.awaitExit(PATIENCE)).as(run.err()).isEqualTo(1);
            assertThat(run.err().lines()).hasSize(1).allMatch(line -> line.contains("ulimit -n"));
        }
    }

    @Test
    void anIdThatTheLocaleCannotRead() throws Exception {
        Path script =
                Files.writeString(folder.resolve("trro.yml"), "accounts: [{ projects: [{ id: '${PROJECT}' }] }]\n");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String command =
                "PROJECT=$(printf 'truck-\\351') exec %s -cp \"$CP\" trro.exporter.cli.Main check --config.file=%s"
                        .formatted(java, script);

        try (ChildProcess check = ChildProcess.start(
                folder, Map.of("CP", ChildProcess.classPath(), "LC_ALL", "POSIX"), List.of("sh", "-c", command))) {
            assertThat(check.awaitExit(PATIENCE)).isEqualTo(1);
            assertThat(check.err())
                    .isEqualToIgnoringNewLines(
                            script + ":1: accounts[0].projects[0].id: environment variable PROJECT has"
                                    + " characters that this locale cannot read; set LANG=C.UTF-8, or write the value here");
        }
    }

    @Test
    void aHangUpIsALineOfTheLogAndNoEnd() throws Exception {
        try (ChildProcess demo =
                ChildProcess.ofMain(folder, Map.of(), "demo", "--devices=3", "--web.listen-address=127.0.0.1:0")) {
            demo.awaitOutput("Stop it with");

            demo.signal("HUP");

            demo.awaitOutput("level=warn logger=HangUp msg=\"SIGHUP is ignored: [^\n]*");
            demo.terminate();
            assertThat(demo.awaitExit(PATIENCE)).isZero();
        }
    }
}
