package trro.exporter.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;
import trro.exporter.Exporter;
import trro.exporter.api.ApiException;
import trro.exporter.api.Credentials;
import trro.exporter.api.CredentialsProvider;
import trro.exporter.api.HttpTransport;
import trro.exporter.api.HttpTrroApi;
import trro.exporter.api.ListAction;
import trro.exporter.api.Page;
import trro.exporter.api.PageQuery;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.api.TrroApi;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.CredentialsConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.config.ProjectConfig;
import trro.exporter.model.StatisticInterval;
import trro.exporter.pacing.Permit;
import trro.exporter.simulator.Faults;
import trro.exporter.simulator.Simulator;
import trro.exporter.simulator.SimulatorSettings;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.simulator.fleet.QualityDrop;
import trro.exporter.support.LocalServer;
import trro.exporter.support.RealAlertmanager;
import trro.exporter.support.RealComponents;
import trro.exporter.support.ShiftedTime;
import trro.exporter.support.ShippedFile;
import trro.exporter.support.Slow;
import trro.exporter.support.Webhook;
import trro.exporter.web.ListenAddress;
import trro.exporter.web.WebSettings;

/**
 * Exporter, Prometheus or VictoriaMetrics, Alertmanager and a webhook, all real, with the shipped rules: only addresses and
 * waiting times are replaced, and the exporter and its TRRO share a wall clock that jumps from hour to hour.
 */
@Slow
class AlertingTest {

    /** On Thursday, 5 March 2037, in Shanghai, from 18:00 to 19:00, which is the evening rush. */
    private static final Instant DROP_FROM = Instant.parse("2037-03-05T10:00:00Z");

    private static final Instant DROP_TO = Instant.parse("2037-03-05T11:00:00Z");

    /** Has five sessions in that hour, by the seed. */
    private static final String DEVICE = "robot-038";

    /** VictoriaMetrics finds a series some ten seconds after its first sample, so what rests on rules of rules takes a minute. */
    private enum Database {
        PROMETHEUS,
        VICTORIA_METRICS
    }

    private final ShiftedTime time = new ShiftedTime("2037-03-05T10:55:00Z");
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    /** Held by every call for as long as it is under way, and by whoever sets the clock: else TRRO refuses its signature. */
    private final ReadWriteLock calls = new ReentrantReadWriteLock();

    /** Before there is a clock, which does not wait for it. */
    @BeforeAll
    static void install() {
        RealComponents.require("prometheus", "prometheus");
        RealComponents.require("prometheus-alertmanager", "prometheus-alertmanager");
        RealComponents.require("victoria-metrics", "victoria-metrics");
    }

    @AfterEach
    void stopAll() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aQualityDropReachesTheWebhookAndIsTakenBackAfterRecovery(Database database, @TempDir Path folder)
            throws Exception {
        Fleet calm = Fleet.seeded(7, 1, 60);
        String project = calm.projects().get(0).id();
        QualityDrop drop = new QualityDrop(project, Optional.empty(), DROP_FROM, DROP_TO, 0.1);
        Exporter exporter = startExporter(new Fleet(7, calm.zone(), calm.projects(), List.of(drop)), project);
        Webhook webhook = running(new Webhook());
        int alertmanagerPort = LocalServer.freePort();
        running(RealAlertmanager.start(folder, alertmanagerPort, webhook.port()));
        LocalServer prometheus = switch (database) {
            case PROMETHEUS -> startPrometheus(folder, exporter.port(), alertmanagerPort);
            case VICTORIA_METRICS -> startVictoriaMetrics(folder, exporter.port(), alertmanagerPort);
        };
        String ratio = "device:trro_not_bad_sessions:ratio_final";
        String ofCompleteHours = "ALERTS{alertname=~\"Trro(Device|Project)QualityLow\"}";

        await("the hour before is good").until(() -> query(prometheus, ratio) == 1);
        await("told before the hour ends").untilAsserted(() -> {
            assertThat(webhook.received("/warning", "TrroDeviceQualityLowThisHour", "firing"))
                    .contains(Map.of("project_id", project, "device_id", DEVICE));
            assertThat(webhook.received("/critical", "TrroProjectQualityLowThisHour", "firing"))
                    .contains(Map.of("project_id", project));
        });
        assertThat(query(prometheus, ofCompleteHours)).isZero();
        setWallClock("2037-03-05T11:15:00Z");

        await("firing").untilAsserted(() -> {
            assertThat(webhook.received("/warning", "TrroDeviceQualityLow", "firing"))
                    .contains(Map.of("project_id", project, "device_id", DEVICE));
            assertThat(webhook.received("/critical", "TrroProjectQualityLow", "firing"))
                    .contains(Map.of("project_id", project));
        });
        assertThat(webhook.received("/warning", "TrroDeviceQualityLow", "resolved"))
                .isEmpty();
        setWallClock("2037-03-05T12:15:00Z");

        await("resolved").untilAsserted(() -> {
            assertThat(webhook.received("/warning", "TrroDeviceQualityLow", "resolved"))
                    .contains(Map.of("project_id", project, "device_id", DEVICE));
            assertThat(webhook.received("/critical", "TrroProjectQualityLow", "resolved"))
                    .contains(Map.of("project_id", project));
        });
    }

    private void setWallClock(String now) {
        Lock alone = calls.writeLock();
        alone.lock();
        try {
            time.setWallClock(now);
        } finally {
            alone.unlock();
        }
    }

    private Exporter startExporter(Fleet fleet, String project) throws Exception {
        Simulator simulator =
                new Simulator(time, fleet, List.of(Simulator.DEMO_ACCOUNT), SimulatorSettings.DEFAULT, Faults.none());
        running.push(simulator);
        simulator.start("127.0.0.1", 0);
        AccountConfig account = new AccountConfig(
                "main",
                URI.create("http://127.0.0.1:" + simulator.port()),
                Optional.empty(),
                new CredentialsConfig.Env(),
                16,
                List.of(new ProjectConfig(project, List.of(DEVICE))));
        ExporterConfig config = new ExporterConfig(
                fleet.zone(),
                Duration.ofMinutes(10),
                Duration.ofHours(1),
                Map.of(StatisticInterval.HOUR, Duration.ofSeconds(1)),
                List.of(account));
        HttpTransport transport = HttpTransport.create(Map.of());
        Exporter exporter = running(new Exporter(
                config,
                () -> config,
                new WebSettings(ListenAddress.parse("127.0.0.1:0"), "/metrics"),
                each -> new Undisturbed(
                        new HttpTrroApi(transport, each.endpoint(), each.region(), new DemoKey(), time),
                        calls.readLock()),
                time,
                "test"));
        exporter.start();
        return exporter;
    }

    private LocalServer startPrometheus(Path folder, int exporterPort, int alertmanagerPort) throws IOException {
        Path command = RealComponents.require("prometheus", "prometheus");
        copyRules(folder, Map.of("for: \\d+[mh]", "for: 2s"));
        int port = LocalServer.freePort();
        return running(LocalServer.start(
                List.of(
                        command.toString(),
                        "--config.file=" + copyConfig(folder, exporterPort, alertmanagerPort),
                        "--storage.tsdb.path=" + folder.resolve("prometheus-data"),
                        "--web.listen-address=127.0.0.1:" + port),
                port,
                "/-/ready",
                folder.resolve("prometheus.log")));
    }

    /** It scrapes by the same configuration, and its vmalert judges by the same rules. Debian's is older than keep_firing_for. */
    private LocalServer startVictoriaMetrics(Path folder, int exporterPort, int alertmanagerPort) throws IOException {
        Path command = RealComponents.require("victoria-metrics", "victoria-metrics");
        Path vmalert = RealComponents.require("vmalert", "victoria-metrics");
        copyRules(folder, Map.of(" for: \\d+[mh]", " for: 2s", "keep_firing_for: .*", ""));
        int port = LocalServer.freePort();
        LocalServer database = running(LocalServer.start(
                List.of(
                        command.toString(),
                        "-promscrape.config=" + copyConfig(folder, exporterPort, alertmanagerPort),
                        "-promscrape.config.strictParse=false",
                        "-search.latencyOffset=1s",
                        "-storageDataPath=" + folder.resolve("victoria-data"),
                        "-httpListenAddr=127.0.0.1:" + port),
                port,
                "/health",
                folder.resolve("victoria-metrics.log")));
        String url = "http://127.0.0.1:" + port;
        int vmalertPort = LocalServer.freePort();
        running(LocalServer.start(
                List.of(
                        vmalert.toString(),
                        "-rule=" + folder.resolve("rules") + "/*.yml",
                        "-evaluationInterval=1s",
                        "-datasource.url=" + url,
                        "-remoteRead.url=" + url,
                        "-remoteWrite.url=" + url,
                        "-notifier.url=http://127.0.0.1:" + alertmanagerPort,
                        "-httpListenAddr=127.0.0.1:" + vmalertPort),
                vmalertPort,
                "/health",
                folder.resolve("vmalert.log")));
        return database;
    }

    private static void copyRules(Path folder, Map<String, String> changes) throws IOException {
        Path rules = Files.createDirectory(folder.resolve("rules"));
        ShippedFile.copy("rules/thresholds.yml", rules.resolve("thresholds.yml"), Map.of());
        ShippedFile.copy("rules/recording.yml", rules.resolve("recording.yml"), Map.of());
        ShippedFile.copy("rules/alerts.yml", rules.resolve("alerts.yml"), changes);
    }

    private static Path copyConfig(Path folder, int exporterPort, int alertmanagerPort) throws IOException {
        return ShippedFile.copy(
                "prometheus.yml",
                folder.resolve("prometheus.yml"),
                Map.of(
                        "evaluation_interval: 30s",
                        "evaluation_interval: 1s",
                        "scrape_interval: 30s",
                        "scrape_interval: 2s",
                        "scrape_timeout: 20s",
                        "scrape_timeout: 2s",
                        "alertmanager:9093",
                        "127.0.0.1:" + alertmanagerPort,
                        "trro-exporter:10205",
                        "127.0.0.1:" + exporterPort));
    }

    private <T extends AutoCloseable> T running(T part) {
        running.push(part);
        return part;
    }

    /** The first value of an instant query, or 0 without one. */
    private static double query(LocalServer prometheus, String expression) throws InterruptedException {
        try {
            String answer =
                    prometheus.get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
            return JsonMapper.shared()
                    .readTree(answer)
                    .at("/data/result/0/value/1")
                    .asDouble(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Undisturbed(TrroApi api, Lock underWay) implements TrroApi {

        @Override
        public StatisticsAnswer sessionStatistics(StatisticsQuery query, Permit permit)
                throws ApiException, InterruptedException {
            underWay.lock();
            try {
                return api.sessionStatistics(query, permit);
            } finally {
                underWay.unlock();
            }
        }

        @Override
        public <T> Page<T> list(ListAction<T> action, String key, PageQuery page, Permit permit)
                throws ApiException, InterruptedException {
            underWay.lock();
            try {
                return api.list(action, key, page, permit);
            } finally {
                underWay.unlock();
            }
        }
    }

    private record DemoKey() implements CredentialsProvider {

        @Override
        public Credentials credentials() {
            return Simulator.DEMO_ACCOUNT;
        }

        @Override
        public void refused(Credentials refused) {}
    }
}
