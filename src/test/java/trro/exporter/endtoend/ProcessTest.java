package trro.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static trro.exporter.support.Patience.PATIENCE;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import trro.exporter.support.ChildProcess;
import trro.exporter.support.Reply;
import trro.exporter.support.Slow;
import trro.exporter.support.StandInKey;
import trro.exporter.support.StandInTrro;
import trro.exporter.time.SystemTime;

/** The program as its user meets it: a process with arguments, outputs, signals and an exit code. */
@Slow
class ProcessTest {

    private static final String LOGFMT_FIELD = "[a-z_]+=(\"([^\"\\\\]|\\\\.)*\"|[^\" =]+)";
    private static final String LOGFMT_LINE =
            "ts=\\S+Z level=(info|warn|error) " + LOGFMT_FIELD + "( " + LOGFMT_FIELD + ")*";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aBrokenConfigurationIsExplainedInWholeAndExitsWith1() throws Exception {
        Path file = Files.writeString(folder.resolve("trro.yml"), """
                settle_time: soon
                accounts:
                  - requests_per_second: 21
                    projects: [{ id: p, devises: [a] }]
                """);

        try (ChildProcess run = start(Map.of(), "run", "--config.file=" + file)) {
            assertThat(run.awaitExit(PATIENCE)).isEqualTo(1);
            assertThat(run.err().lines())
                    .hasSize(3)
                    .allMatch(line -> line.startsWith(file + ":"))
                    .anyMatch(line -> line.contains(":1: settle_time: "))
                    .anyMatch(line -> line.contains(":3: accounts[0].requests_per_second: "))
                    .anyMatch(line -> line.contains(":4: accounts[0].projects[0].devises: "));
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void anUnknownOptionExitsWith2() throws Exception {
        try (ChildProcess run = start(Map.of(), "run", "--config.fiel=trro.yml")) {
            assertThat(run.awaitExit(PATIENCE)).isEqualTo(2);
            assertThat(run.err()).startsWith("Unknown option: '--config.fiel=trro.yml'");
        }
    }

    @Test
    void aTakenPortIsAMistakeWithANextStep() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            try (ChildProcess run = start(Map.of(), "--project.id=p", "--web.listen-address=" + address)) {
                assertThat(run.awaitExit(PATIENCE)).isEqualTo(1);
                assertThat(run.err())
                        .isEqualToIgnoringNewLines("address " + address
                                + " is in use; stop the other process or choose another with --web.listen-address");
            }
        }
    }

    @Test
    void theDemoServesAFleetAndStopsWhenTold() throws Exception {
        try (ChildProcess demo = start(Map.of(), "demo", "--devices=10", "--web.listen-address=127.0.0.1:0")) {
            String url =
                    demo.awaitOutput("http://localhost:\\d+/metrics").group().replace("localhost", "127.0.0.1");
            await().untilAsserted(() -> assertThat(get(url).lines())
                    .filteredOn(line -> line.startsWith("trro_device_last_success_timestamp_seconds{")
                            && line.contains("interval=\"hour\""))
                    .hasSize(10));
            assertThat(get(url)).contains("trro_device_sessions{");

            demo.terminate();

            assertThat(demo.awaitExit(PATIENCE)).isZero();
            assertThat(demo.err().lines()).isNotEmpty().allMatch(line -> line.matches(LOGFMT_LINE));
            assertThat(demo.err()).endsWith(" msg=stopped\n");
        }
    }

    @Test
    void stopsInTheMiddleOfACallThatHangsAndTellsNoSecret() throws Exception {
        try (StandInTrro trro = new StandInTrro(StandInKey.TEMPORARY, "", new SystemTime())) {
            trro.answer("p", question -> Reply.HANGS);
            Path file = Files.writeString(folder.resolve("trro.yml"), """
                    accounts:
                      - endpoint: %s
                        projects: [{ id: p }]
                    """.formatted(trro.uri()));
            try (ChildProcess run = start(
                    StandInKey.TEMPORARY.environment(),
                    "--config.file=" + file,
                    "--log.format=json",
                    "--log.level=debug",
                    "--web.listen-address=127.0.0.1:0")) {
                await().until(() -> trro.questionsFor("p") > 0);

                run.terminate();

                assertThat(run.awaitExit(PATIENCE)).isZero();
                assertThat(run.err().lines()).isNotEmpty().allSatisfy(line -> {
                    JsonNode json = new JsonMapper().readTree(line);
                    assertThat(json.path("level").stringValue()).isNotEmpty();
                    assertThat(json.path("msg").stringValue()).isNotEmpty();
                });
                assertThat(run.out()).isEmpty();
                assertThat(run.err())
                        .contains("stopped")
                        .doesNotContain(StandInKey.TEMPORARY.secretId())
                        .doesNotContain(StandInKey.TEMPORARY.secretKey())
                        .doesNotContain(StandInKey.TEMPORARY.token().orElseThrow());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {18, 22, 26})
    void wantOfMemoryEndsTheProcessWith3(int heapMegabytes) throws Exception {
        try (ChildProcess demo = start(
                Map.of("JAVA_TOOL_OPTIONS", "-XX:-ExitOnOutOfMemoryError -Xmx" + heapMegabytes + "m"),
                "demo",
                "--devices=10000",
                "--web.listen-address=127.0.0.1:0")) {
            assertThat(demo.awaitExit(PATIENCE)).isEqualTo(3);
            assertThat(demo.err()).containsOnlyOnce("out of memory");
        }
    }

    @Test
    void clientsDoNotWriteTheLog() throws Exception {
        try (ChildProcess demo = start(Map.of(), "demo", "--devices=1", "--web.listen-address=127.0.0.1:0")) {
            int port = Integer.parseInt(
                    demo.awaitOutput("http://localhost:(\\d+)/metrics").group(1));
            for (String request : List.of(
                    "GET / HTTP/1.1\r\nHost: a\r\nHost: word\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: wo rd\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: " + "word".repeat(1700) + ":x\r\n\r\n",
                    "GET /word%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                    "GET //word/../..;word=%00 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                    "GET http://word:99999/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: a\r\nX: " + "word".repeat(4000) + "\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: word\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, word\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: a\r\nExpect: word\r\nConnection: close\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: a\r\nCookie: word=\u0001; \"word\r\nConnection: close\r\n\r\n",
                    "GET /metrics?project=word%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                    "word\r\n\r\n")) {
                ask(port, request);
            }
            demo.awaitOutput("msg=\"requests could not be read");
            assertThat(get("http://127.0.0.1:" + port + "/metrics"))
                    .containsPattern("(?m)^trro_web_broken_requests_total [1-9]");

            demo.terminate();

            assertThat(demo.awaitExit(PATIENCE)).isZero();
            assertThat(demo.err()).doesNotContainIgnoringCase("word");
            assertThat(demo.err().lines())
                    .filteredOn(line -> line.contains("could not be read"))
                    .hasSize(1);
        }
    }

    @Test
    void theSimulatorServesAloneAndStopsWhenTold() throws Exception {
        try (ChildProcess simulator = start(Map.of(), "simulate", "--listen-address=127.0.0.1:0")) {
            String url = simulator.awaitOutput("http://127\\.0\\.0\\.1:\\d+").group();
            HttpRequest unsigned = HttpRequest.newBuilder(URI.create(url + "/"))
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            HttpResponse<String> answer = client.send(unsigned, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(new JsonMapper()
                            .readTree(answer.body())
                            .path("Response")
                            .path("Error")
                            .path("Code")
                            .stringValue())
                    .isNotEmpty();

            simulator.terminate();

            assertThat(simulator.awaitExit(PATIENCE)).isZero();
            assertThat(simulator.err()).doesNotContain("Exception");
        }
    }

    private ChildProcess start(Map<String, String> environment, String... args) throws IOException {
        return ChildProcess.ofMain(folder, environment, args);
    }

    /** Sends a request and waits for the end of whatever is answered. */
    private static void ask(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
    }

    private String get(String url) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
