package trro.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static trro.exporter.support.Patience.PATIENCE;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import trro.exporter.api.Credentials;
import trro.exporter.cli.DemoCommand;
import trro.exporter.config.ExporterConfig;
import trro.exporter.config.ProjectConfig;
import trro.exporter.simulator.Faults;
import trro.exporter.simulator.Simulator;
import trro.exporter.simulator.SimulatorSettings;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.support.ChildProcess;
import trro.exporter.support.RealComponents;
import trro.exporter.support.RunningExporter;
import trro.exporter.support.ShiftedTime;
import trro.exporter.support.Slow;
import trro.exporter.support.StandInKey;

/** Debian's Prometheus and promtool read the demo's page. */
@Slow
class PrometheusTest {

    private static final int DEVICES = 12;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Simulator simulator;
    private ExporterConfig config;
    private RunningExporter exporter;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeEach
    void start() throws Exception {
        ShiftedTime time = new ShiftedTime("2026-11-22T08:20:00Z");
        Fleet fleet = Fleet.seeded(1, 2, DEVICES);
        simulator = new Simulator(
                        time, fleet, List.of(Simulator.DEMO_ACCOUNT), SimulatorSettings.DEFAULT, Faults.none())
                .start("127.0.0.1", 0);
        config = DemoCommand.config(fleet, simulator.port());
        Credentials key = Simulator.DEMO_ACCOUNT;
        exporter = RunningExporter.start(
                config, new StandInKey(key.secretId().reveal(), key.secretKey().reveal(), Optional.empty()), time);
        await().until(() -> exporter.scrape()
                        .startingWith("trro_device_last_success_timestamp_seconds")
                        .size()
                == DEVICES * config.pollIntervals().size());
    }

    @AfterEach
    void stop() throws Exception {
        exporter.close();
        simulator.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--enable-feature=native-histograms"}) // the latter asks for protobuf first
    void prometheusScrapesTheFleetAndAnswersQuestions(String feature) throws Exception {
        try (ChildProcess prometheus = prometheus(feature)) {
            String url = "http://"
                    + prometheus
                            .awaitOutput("msg=\"Listening on\".* address=(\\S+)")
                            .group(1);

            await().untilAsserted(() -> assertThat(query(url, "up{job='trro'}")).containsOnly(Map.entry("", 1.0)));

            await().untilAsserted(() -> assertThat(
                            query(url, "count(trro_device_sessions{interval='hour',window='current'})"))
                    .containsOnly(Map.entry("", (double) DEVICES)));
            assertThat(query(url, "count by (project_id) (trro_device_sessions{interval='day',window='previous'})"))
                    .isEqualTo(devicesOfProjects());
            assertThat(query(url, "sum by (project_id) (trro_device_sessions{interval='month',window='current'})")
                            .values())
                    .hasSize(2)
                    .allMatch(sessions -> sessions > 0);
            assertThat(query(url, "min(trro_up)")).containsOnly(Map.entry("", 1.0));
            assertThat(query(url, "histogram_quantile(0.9, sum by (le) (trro_api_request_duration_seconds_bucket))"))
                    .hasSize(1);
            if (feature.isEmpty()) {
                await().untilAsserted(() -> assertThat(query(url, "scrape_samples_scraped"))
                        .containsOnly(Map.entry("", (double) exporter.scrape().size())));
            }
            assertThat(prometheus.err().toLowerCase(Locale.ROOT))
                    .contains("level=info")
                    .doesNotContain("scrape_pool=")
                    .doesNotContain("out-of-order")
                    .doesNotContain("duplicate");
        }
    }

    @Test
    void promtoolFindsNothingToComplainAbout() throws Exception {
        Path page = Files.writeString(
                folder.resolve("metrics.txt"), exporter.get("/metrics").body());
        Path promtool = RealComponents.require("promtool", "prometheus");

        List<String> command = List.of("sh", "-c", promtool + " check metrics < " + page);
        try (ChildProcess check = ChildProcess.start(folder, Map.of(), command)) {
            int exitCode = check.awaitExit(PATIENCE);

            assertThat(check.out() + check.err()).isEmpty();
            assertThat(exitCode).isZero();
        }
    }

    @Test
    void theProcessShowsWhatAnOperatorWatches() {
        String names = String.join("\n", exporter.scrape().startingWith("").keySet());

        assertThat(names)
                .contains("jvm_memory_used_bytes{area=\"heap\"", "jvm_memory_used_bytes{area=\"nonheap\"")
                .contains("jvm_memory_max_bytes{area=\"heap\"", "jvm_memory_max_bytes{area=\"nonheap\"")
                .contains("jvm_threads_live_threads", "process_cpu_seconds_total")
                .contains("process_files_open_files", "process_files_max_files")
                .contains("process_start_time_seconds", "process_uptime_seconds")
                .contains("trro_build_info{java_version=\"" + System.getProperty("java.version") + "\",version=\""
                        + RunningExporter.VERSION + "\"}");
    }

    private Map<String, Double> devicesOfProjects() {
        Map<String, Double> counts = new TreeMap<>();
        for (ProjectConfig project : config.accounts().get(0).projects()) {
            counts.put(project.id(), (double) project.devices().size());
        }
        return counts;
    }

    private ChildProcess prometheus(String feature) throws IOException {
        Path file = Files.writeString(folder.resolve("prometheus.yml"), """
                global: { scrape_interval: 1s, scrape_timeout: 1s }
                scrape_configs:
                  - job_name: trro
                    static_configs: [{ targets: ['127.0.0.1:%d'] }]
                """.formatted(exporter.port()));
        List<String> command = new ArrayList<>(List.of(
                RealComponents.require("prometheus", "prometheus").toString(),
                "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:0"));
        if (!feature.isEmpty()) {
            command.add(feature);
        }
        return ChildProcess.start(folder, Map.of(), command);
    }

    /** The values of an instant query by project, or by nothing. */
    private Map<String, Double> query(String url, String expression) throws IOException, InterruptedException {
        URI uri = URI.create(url + "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
        JsonNode answer = new JsonMapper()
                .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
        assertThat(answer.path("status").stringValue("")).as("%s", answer).isEqualTo("success");
        Map<String, Double> values = new TreeMap<>();
        for (JsonNode result : answer.path("data").path("result")) {
            values.put(
                    result.path("metric").path("project_id").stringValue(""),
                    Double.valueOf(result.path("value").path(1).stringValue()));
        }
        return values;
    }
}
