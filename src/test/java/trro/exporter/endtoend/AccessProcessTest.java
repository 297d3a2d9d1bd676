package trro.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static trro.exporter.support.Patience.PATIENCE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.support.ChildProcess;
import trro.exporter.support.LocalServer;
import trro.exporter.support.RealComponents;
import trro.exporter.support.Slow;
import trro.exporter.support.TestCertificate;

/** The program with {@code --web.config.file}, asked by a real curl. */
@Slow
class AccessProcessTest {

    private static final String HASH = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK";
    private static final String ALICE = "alice:U*U*";

    private static final List<String> NOT_WITHOUT_THE_FLAG = List.of(
            "trro.exporter.web.Gate ",
            "trro.exporter.web.Tls",
            "trro.exporter.webconfig.WebConfigReader",
            "at.favre",
            "org.eclipse.jetty.http2.server.", // Jetty itself always looks for the encoder of HTTP/2's headers
            "org.eclipse.jetty.alpn.",
            "org.eclipse.jetty.io.ssl.SslConnection ",
            "org.eclipse.jetty.util.ssl.");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Path curl;
    private int port;

    @BeforeEach
    void write() throws IOException {
        curl = RealComponents.require("curl", "curl");
        port = LocalServer.freePort();
        TestCertificate.ofServer().write(folder, "server");
        TestCertificate authority = TestCertificate.of("EC", "authority").write(folder, "authority");
        authority.issue("client", "DNS:scraper.example").write(folder, "client");
        webConfig("");
    }

    private void webConfig(String moreTls) throws IOException {
        Files.writeString(folder.resolve("web.yml"), """
                tls_server_config: { cert_file: server.crt, key_file: server.key%s }
                basic_auth_users: { alice: %s }
                """.formatted(moreTls, HASH));
    }

    private ChildProcess demo(String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of("demo", "--devices=2"));
        all.addAll(List.of(args));
        return ChildProcess.ofMain(folder, Map.of(), all.toArray(String[]::new));
    }

    /** The status, the version of HTTP and curl's exit code. */
    private String ask(String path, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                curl.toString(), "-sS", "--max-time", "60", "-o", "/dev/null", "-w", "%{http_code} %{http_version}"));
        command.addAll(List.of("--cacert", folder.resolve("server.crt").toString()));
        command.addAll(List.of(options));
        command.add("https://localhost:" + port + path);
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("curl.err").toFile())
                .start();
        String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return out + " " + process.exitValue();
    }

    @Test
    void curlIsServedAsTheFileSays() throws Exception {
        try (ChildProcess demo =
                demo("--web.listen-address=127.0.0.1:" + port, "--web.config.file=" + folder.resolve("web.yml"))) {
            demo.awaitOutput("figures  https://localhost:" + port + "/metrics");

            assertThat(ask("/metrics", "-u", ALICE)).isEqualTo("200 2 0");
            assertThat(ask("/metrics", "-u", ALICE, "--http1.1")).isEqualTo("200 1.1 0");
            assertThat(ask("/metrics", "-u", ALICE, "--tls-max", "1.2")).isEqualTo("200 2 0");
            assertThat(ask("/metrics", "-u", ALICE, "--tlsv1.3")).isEqualTo("200 2 0");
            assertThat(ask("/metrics")).isEqualTo("401 2 0");
            assertThat(ask("/metrics", "-u", "alice:wrong")).isEqualTo("401 2 0");
            assertThat(ask("/-/healthy")).isEqualTo("200 2 0");

            webConfig(", client_auth_type: RequireAndVerifyClientCert, client_ca_file: authority.crt");
            await().until(() -> !ask("/-/healthy").endsWith(" 0"));
            assertThat(ask(
                            "/metrics",
                            "-u",
                            ALICE,
                            "--cert",
                            folder.resolve("client.crt").toString(),
                            "--key",
                            folder.resolve("client.key").toString()))
                    .isEqualTo("200 2 0");
            assertThat(demo.out() + demo.err())
                    .contains("the web configuration was read again")
                    .doesNotContain(HASH, "U*U*", "PRIVATE");
        }
    }

    @Test
    void servesOnEveryAddressThatIsGiven() throws Exception {
        int other = LocalServer.freePort();
        try (ChildProcess demo = demo(
                "--web.listen-address=127.0.0.1:" + port,
                "--web.listen-address=[::1]:" + other,
                "--web.config.file=" + folder.resolve("web.yml"))) {
            demo.awaitOutput("figures  https://localhost:" + port + "/metrics");

            assertThat(ask("/-/healthy")).isEqualTo("200 2 0");
            port = other;
            assertThat(ask("/-/healthy")).isEqualTo("200 2 0");
        }
    }

    /** Systemd itself listens, and starts the service at the first connection with the socket as standard input. */
    @Test
    void servesOnTheSocketOfSystemd() throws Exception {
        List<String> command = List.of(
                RealComponents.require("systemd-socket-activate", "systemd").toString(),
                "--inetd",
                "--listen=127.0.0.1:" + port,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                ChildProcess.classPath(),
                "trro.exporter.cli.Main",
                "demo",
                "--devices=2",
                "--web.systemd-socket",
                "--web.config.file=" + folder.resolve("web.yml"));
        try (ChildProcess demo = ChildProcess.start(folder, Map.of(), command)) {
            demo.awaitOutput("Listening on");

            assertThat(ask("/metrics", "-u", ALICE)).isEqualTo("200 2 0");
        }
    }

    @Test
    void withoutASocketItSaysWhatToDo() throws Exception {
        try (ChildProcess demo = demo("--web.systemd-socket")) {
            assertThat(demo.awaitExit(java.time.Duration.ofSeconds(20))).isEqualTo(1);
            assertThat(demo.err())
                    .endsWith("\n--web.systemd-socket: standard input is no socket that listens; give the service"
                            + " StandardInput=socket and its .socket unit one ListenStream, or use"
                            + " --web.listen-address\n");
        }
    }

    /** Start-up is short, and stays so for those who want none of it. */
    @Test
    void withoutTheFlagNothingOfItIsLoaded() throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + folder.resolve("classes.log"),
                "-cp",
                ChildProcess.classPath(),
                "trro.exporter.cli.Main",
                "demo",
                "--devices=2",
                "--web.listen-address=127.0.0.1:" + port);
        try (ChildProcess demo = ChildProcess.start(folder, Map.of(), command)) {
            demo.awaitOutput("figures  http://localhost:" + port + "/metrics");

            List<String> classes = Files.readAllLines(folder.resolve("classes.log"));
            assertThat(classes).anyMatch(line -> line.contains("trro.exporter.web.Listener "));
            assertThat(classes.stream()
                            .filter(line -> NOT_WITHOUT_THE_FLAG.stream().anyMatch(line::contains)))
                    .isEmpty();
        }
    }
}
