package trro.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.CredentialsConfig;
import trro.exporter.config.Defaults;
import trro.exporter.config.ExporterConfig;
import trro.exporter.config.ProjectConfig;
import trro.exporter.config.ProjectDiscovery;
import trro.exporter.metrics.MetricCatalog;
import trro.exporter.model.IdFilter;
import trro.exporter.model.StatisticInterval;
import trro.exporter.simulator.Faults;
import trro.exporter.simulator.Simulator;
import trro.exporter.simulator.SimulatorSettings;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.simulator.fleet.SimulatedProject;
import trro.exporter.support.RunningExporter;
import trro.exporter.support.ScrapedPage;
import trro.exporter.support.ShiftedTime;
import trro.exporter.support.Slow;
import trro.exporter.support.StandInKey;

/** A fleet of which the configuration names nothing, over real HTTP, against the simulator. */
@Slow
class DiscoveredFleetTest {

    private static final IdFilter TRUCKS = new IdFilter(List.of("truck-.*"), List.of(".*-003"), 5);
    private static final IdFilter ALL = new IdFilter(List.of(), List.of(), 5000);
    /** The default: the simulator, which allows 20, counts calls later than they arrive while threads have to wait. */
    private static final int PACE = 16;

    private static final StandInKey DEMO_KEY = new StandInKey("AKIDdemo", "demo-secret-key", Optional.empty());

    private final ShiftedTime time = new ShiftedTime("2026-11-20T02:20:00Z"); // a working morning of the fleet
    private final Fleet fleet = Fleet.seeded(1, 3, 60);
    private final Simulator simulator = new Simulator(
                    time, fleet, List.of(Simulator.DEMO_ACCOUNT), SimulatorSettings.DEFAULT, Faults.none())
            .start("127.0.0.1", 0);
    private final String largest = fleet.projects().get(0).id();

    @AfterEach
    void stop() {
        simulator.close();
    }

    private RunningExporter exporter(List<ProjectConfig> projects, Optional<ProjectDiscovery> discovery)
            throws Exception {
        AccountConfig account = new AccountConfig(
                "main",
                URI.create("http://127.0.0.1:" + simulator.port()),
                Optional.empty(),
                new CredentialsConfig.Env(),
                PACE,
                projects,
                discovery);
        ExporterConfig config = new ExporterConfig(
                fleet.zone(),
                Defaults.SETTLE_TIME,
                Defaults.MAX_AGE,
                Map.of(StatisticInterval.HOUR, Duration.ofSeconds(2)), // more than the budget allows
                List.of(account));
        return RunningExporter.start(config, DEMO_KEY, time);
    }

    @Test
    void everythingThatTrroListsIsPolledAndNamed() throws Exception {
        try (RunningExporter exporter = exporter(List.of(), Optional.of(new ProjectDiscovery(ALL, Optional.of(ALL))))) {
            await().untilAsserted(() -> {
                ScrapedPage page = exporter.scrape();
                assertThat(page.startingWith("trro_up{")).hasSize(3).containsValue(1.0);
                assertThat(exporter.get("/-/ready").statusCode()).isEqualTo(200);
                for (SimulatedProject project : fleet.projects()) {
                    String info =
                            "trro_project_info{name=\"" + project.name() + "\",project_id=\"" + project.id() + "\"}";
                    assertThat(page.value(info)).isEqualTo(1);
                    assertThat(page.startingWith("trro_device_last_success_timestamp_seconds{device_id=\"truck-")
                                    .keySet())
                            .filteredOn(series -> series.contains(project.id()))
                            .isNotEmpty();
                }
                assertThat(page.value("trro_devices{project_id=\"" + largest + "\",state=\"active\"}"))
                        .isPositive();
                assertThat(page.value("trro_licenses{account=\"main\",state=\"valid\"}"))
                        .isPositive();
                assertThat(page.startingWith("trro_device_info{").keySet())
                        .anyMatch(series -> series.contains("type=\"remote\""))
                        .anyMatch(series -> series.contains("type=\"field\""));
                assertEveryMetricIsOnThePage(exporter);
            });
            assertThat(exporter.scrape()
                            .startingWith("trro_api_requests_total{")
                            .keySet())
                    .isNotEmpty()
                    .noneMatch(series -> series.contains("RequestLimitExceeded"));
        }
    }

    private static void assertEveryMetricIsOnThePage(RunningExporter exporter) {
        String page = exporter.get("/metrics").body();
        assertThat(MetricCatalog.families())
                .filteredOn(metric ->
                        !metric.help().matches(".*absent (unless|without) .*(option|is given)\\.")) // of flags
                .hasSizeGreaterThan(30)
                .extracting(metric ->
                        "# TYPE " + metric.name() + " " + metric.kind().name().toLowerCase(Locale.ROOT) + "\n")
                .allSatisfy(line -> assertThat(page).contains(line));
    }

    /** Whoever looks for the reason can choose it on a dashboard. */
    @Test
    void aDeviceThatIsNeitherListedNorAnsweredIsOnThePage() throws Exception {
        ProjectConfig configured = new ProjectConfig(largest, List.of("truck-001", "nobody"), Optional.empty());
        try (RunningExporter exporter = exporter(List.of(configured), Optional.empty())) {
            await().untilAsserted(() -> {
                ScrapedPage page = exporter.scrape();
                assertThat(page.startingWith("trro_device_last_success_timestamp_seconds"))
                        .hasSize(1)
                        .allSatisfy((series, value) -> assertThat(series).contains("truck-001"));
                assertThat(page.startingWith("trro_device_info{").keySet())
                        .hasSize(2)
                        .anyMatch(series -> series.contains("device_id=\"nobody\""));
                assertThat(page.value("trro_devices{project_id=\"" + largest + "\",state=\"unknown\"}"))
                        .isEqualTo(2);
            });
        }
    }

    @Test
    void whatIsNotWantedOrTooMuchIsCountedAndNotPolled() throws Exception {
        try (RunningExporter exporter =
                exporter(List.of(new ProjectConfig(largest, List.of(), Optional.of(TRUCKS))), Optional.empty())) {
            await().untilAsserted(() -> {
                ScrapedPage page = exporter.scrape();
                String devices = "trro_devices{project_id=\"" + largest + "\",state=";
                assertThat(page.value(devices + "\"active\"}") + page.value(devices + "\"idle\"}"))
                        .isEqualTo(5);
                assertThat(page.value(devices + "\"excluded\"}")).isPositive();
                assertThat(page.value(devices + "\"dropped\"}")).isPositive();
                assertThat(page.value("trro_poll_targets")).isEqualTo(6);
                assertThat(page.startingWith("trro_device_last_success_timestamp_seconds"))
                        .hasSize(5)
                        .allSatisfy((series, value) ->
                                assertThat(series).contains("truck-").doesNotContain("truck-003"));
            });
        }
    }
}
