package trro.exporter.support;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.support.Patience.PATIENCE;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus that scrapes nothing and answers from backfilled data. */
public final class PrometheusServer implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final int port;

    private PrometheusServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * One series of an answer.
     *
     * @param points by time
     */
    public record Series(Map<String, String> labels, Map<Instant, Double> points) {}

    /**
     * Starts it.
     *
     * @param lookback how old a sample may be to count as the present one
     */
    public static PrometheusServer of(Path openMetrics, Path folder, Duration lookback)
            throws IOException, InterruptedException {
        load(openMetrics, folder);
        return start(folder, "scrape_configs: []\n", "--query.lookback-delta=" + lookback.toSeconds() + "s");
    }

    /** Adds samples to the data in a folder, whose server does not run. */
    public static void load(Path openMetrics, Path folder) throws IOException, InterruptedException {
        String data = folder.resolve("data").toString();
        String promtool = RealComponents.require("promtool", "prometheus").toString();
        Process backfill = start(
                folder.resolve("promtool.log"),
                List.of(
                        promtool,
                        "tsdb",
                        "create-blocks-from",
                        "--max-block-duration=486h",
                        "openmetrics",
                        openMetrics.toString(),
                        data));
        assertThat(backfill.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) && backfill.exitValue() == 0)
                .as(() -> "promtool: " + read(folder.resolve("promtool.log")))
                .isTrue();
    }

    /** Starts it on the data in a folder, with a configuration and further flags. */
    public static PrometheusServer start(Path folder, String configuration, String... flags) throws IOException {
        Path config = Files.writeString(folder.resolve("prometheus.yml"), configuration);
        int port = freePort();
        Path log = folder.resolve("prometheus.log");
        List<String> command = new ArrayList<>(List.of(
                RealComponents.require("prometheus", "prometheus").toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--storage.tsdb.retention.time=100y",
                "--web.listen-address=127.0.0.1:" + port));
        command.addAll(List.of(flags));
        Process process = start(log, command);
        PrometheusServer server = new PrometheusServer(process, port);
        Awaitility.await("Prometheus is ready").until(() -> server.ready(log));
        return server;
    }

    private static Process start(Path log, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private boolean ready(Path log) throws InterruptedException {
        assertThat(process.isAlive()).as(() -> "Prometheus: " + read(log)).isTrue();
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/-/ready"))
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // does not listen yet
        }
    }

    /** The address of its first page. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public List<Series> instant(String expr, Instant at) throws IOException, InterruptedException {
        return series(ask("query", Map.of("query", expr, "time", "" + at.getEpochSecond())));
    }

    public List<Series> range(String expr, Instant from, Instant to, Duration step)
            throws IOException, InterruptedException {
        return series(ask(
                "query_range",
                Map.of(
                        "query", expr,
                        "start", "" + from.getEpochSecond(),
                        "end", "" + to.getEpochSecond(),
                        "step", "" + step.toSeconds())));
    }

    /** Series that a selector matches at some time in the range, as label sets. */
    public List<Map<String, String>> matching(String selector, Instant from, Instant to)
            throws IOException, InterruptedException {
        JsonNode data = ask(
                "series",
                Map.of("match[]", selector, "start", "" + from.getEpochSecond(), "end", "" + to.getEpochSecond()));
        List<Map<String, String>> found = new ArrayList<>();
        data.values().forEach(labels -> found.add(labels(labels)));
        return found;
    }

    private JsonNode ask(String what, Map<String, String> form) throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + what))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))
                .build();
        JsonNode answer =
                MAPPER.readTree(client.send(request, BodyHandlers.ofString()).body());
        assertThat(answer.path("status").stringValue(""))
                .as("%s %s: %s", what, form, answer)
                .isEqualTo("success");
        return answer.path("data");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<Series> series(JsonNode data) {
        return data.path("result").values().stream()
                .map(series -> new Series(labels(series.path("metric")), points(series)))
                .toList();
    }

    private static Map<String, String> labels(JsonNode labels) {
        return labels.properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, label -> label.getValue().stringValue("")));
    }

    private static Map<Instant, Double> points(JsonNode series) {
        List<JsonNode> points = new ArrayList<>(series.path("values").values());
        if (series.has("value")) {
            points.add(series.path("value"));
        }
        return points.stream()
                .collect(Collectors.toMap(
                        point -> Instant.ofEpochMilli(Math.round(point.get(0).doubleValue() * 1000)),
                        point -> Double.valueOf(point.get(1).stringValue("").replace("Inf", "Infinity"))));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
