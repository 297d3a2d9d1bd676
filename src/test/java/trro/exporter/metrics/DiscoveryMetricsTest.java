package trro.exporter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ListAction;
import trro.exporter.api.TrroAction;
import trro.exporter.exposition.ExpositionFormat;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.Device;
import trro.exporter.model.DeviceType;
import trro.exporter.model.LicenseCounts;
import trro.exporter.model.ProjectInventory;
import trro.exporter.model.StatisticInterval;

class DiscoveryMetricsTest {

    private static final Device TRUCK = new Device(
            "truck-1",
            Optional.of("Truck \"1\""),
            Optional.of(DeviceType.FIELD),
            Optional.of(Instant.ofEpochSecond(1_800_000_000)));
    private static final ProjectInventory PROJECT =
            new ProjectInventory("p", Optional.of("Harbour"), List.of(TRUCK, Device.named("x")), 3, 4);
    private static final List<ListAction.Read> READS = List.of(
            new ListAction.Read(TrroAction.PROJECT_LIST, Optional.empty(), Instant.ofEpochSecond(100)),
            new ListAction.Read(TrroAction.DEVICES, Optional.of("p"), Instant.ofEpochSecond(200)),
            new ListAction.Read(TrroAction.DEVICES, Optional.of("q"), Instant.ofEpochSecond(300)));

    private static DiscoveredFleet fleet(Optional<LicenseCounts> licenses, Function<String, OptionalInt> active) {
        ProjectInventory other = new ProjectInventory("q", Optional.empty(), List.of(), 0, 0);
        return new DiscoveredFleet(
                "main",
                new AccountInventory(List.of(PROJECT, other), 7, licenses),
                READS,
                active,
                Map.of(StatisticInterval.HOUR, Duration.ofMinutes(30)));
    }

    private static PrometheusPage page(Supplier<List<DiscoveredFleet>> known) {
        DeviceMetrics devices = new DeviceMetrics();
        FamilyCollector latest = (projects, sink) -> devices.at(known.get()).collect(projects, sink);
        return new PrometheusPage(
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), List.of(latest, new DiscoveryMetrics(known)));
    }

    private static List<String> page(DiscoveredFleet fleet, String... projects) throws IOException {
        return lines(page(() -> List.of(fleet)), projects);
    }

    private static List<String> lines(PrometheusPage page, String... projects) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        page.write(ExpositionFormat.TEXT, List.of(), Stream.of(projects).findFirst(), out);
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    @Test
    void showsWhatListsTell() throws IOException {
        LicenseCounts licenses = new LicenseCounts(10, 6, 4, 2, OptionalLong.of(1));

        assertThat(page(fleet(Optional.of(licenses), id -> id.equals("p") ? OptionalInt.of(1) : OptionalInt.empty())))
                .containsExactlyInAnyOrder(
                        "trro_project_info{name=\"Harbour\",project_id=\"p\"} 1",
                        "trro_project_info{name=\"\",project_id=\"q\"} 1",
                        "trro_device_info{device_id=\"truck-1\",name=\"Truck \\\"1\\\"\",project_id=\"p\",type=\"field\"} 1",
                        "trro_device_info{device_id=\"x\",name=\"\",project_id=\"p\",type=\"\"} 1",
                        "trro_projects{account=\"main\",state=\"polled\"} 2.0",
                        "trro_projects{account=\"main\",state=\"dropped\"} 7.0",
                        "trro_idle_device_promised_age_seconds{interval=\"hour\",project_id=\"p\"} 1800.0",
                        "trro_devices{project_id=\"p\",state=\"active\"} 1.0",
                        "trro_devices{project_id=\"p\",state=\"idle\"} 1.0",
                        "trro_devices{project_id=\"p\",state=\"excluded\"} 3.0",
                        "trro_devices{project_id=\"p\",state=\"dropped\"} 4.0",
                        "trro_devices{project_id=\"q\",state=\"unknown\"} 0.0",
                        "trro_devices{project_id=\"q\",state=\"excluded\"} 0.0",
                        "trro_devices{project_id=\"q\",state=\"dropped\"} 0.0",
                        "trro_licenses{account=\"main\",state=\"valid\"} 10.0",
                        "trro_licenses{account=\"main\",state=\"bound\"} 6.0",
                        "trro_licenses{account=\"main\",state=\"unbound\"} 4.0",
                        "trro_licenses{account=\"main\",state=\"expired\"} 2.0",
                        "trro_licenses{account=\"main\",state=\"over_monthly_usage\"} 1.0",
                        "trro_device_license_expiry_timestamp_seconds{device_id=\"truck-1\",project_id=\"p\"} 1.8E9",
                        "trro_discovery_last_success_timestamp_seconds{account=\"main\",action=\"DescribeProjectList\",project_id=\"\"} 100.0",
                        "trro_discovery_last_success_timestamp_seconds{account=\"main\",action=\"GetDevices\",project_id=\"p\"} 200.0",
                        "trro_discovery_last_success_timestamp_seconds{account=\"main\",action=\"GetDevices\",project_id=\"q\"} 300.0");
    }

    @Test
    void saysNothingOfLicencesThatWereNotToldAndOfActivityThatNobodyKnows() throws IOException {
        assertThat(page(fleet(Optional.empty(), id -> OptionalInt.empty())))
                .noneMatch(line -> line.startsWith("trro_licenses"))
                .noneMatch(line -> line.contains("state=\"active\"") || line.contains("state=\"idle\""))
                .noneMatch(line -> line.startsWith("trro_idle_device_promised_age_seconds"))
                .contains("trro_devices{project_id=\"p\",state=\"unknown\"} 2.0");
    }

    @Test
    void neverCountsMoreActiveDevicesThanArePolled() throws IOException {
        assertThat(page(fleet(Optional.empty(), id -> OptionalInt.of(5))))
                .contains("trro_devices{project_id=\"p\",state=\"active\"} 2.0")
                .contains("trro_devices{project_id=\"p\",state=\"idle\"} 0.0");
    }

    @Test
    void aScrapeOfOneProjectHasNothingOfOthers() throws IOException {
        List<String> lines = page(fleet(Optional.empty(), id -> OptionalInt.empty()), "p");

        assertThat(lines).isNotEmpty().noneMatch(line -> line.contains("project_id=\"q\""));
        assertThat(lines).filteredOn(line -> line.contains("project_id=\"p\"")).hasSizeGreaterThan(5);
    }

    @Test
    void devicesAreThoseOfTheLatestLists() throws IOException {
        List<DiscoveredFleet> known = new ArrayList<>();
        PrometheusPage page = page(() -> known);
        assertThat(lines(page)).noneMatch(line -> line.startsWith("trro_device_info"));

        known.add(fleet(Optional.empty(), id -> OptionalInt.empty()));
        assertThat(lines(page))
                .filteredOn(line -> line.startsWith("trro_device_info"))
                .hasSize(2);

        Device renamed = new Device("x", Optional.of("X"), Optional.empty(), Optional.empty());
        ProjectInventory project = new ProjectInventory("p", Optional.empty(), List.of(renamed), 0, 0);
        known.set(
                0,
                new DiscoveredFleet(
                        "main",
                        new AccountInventory(List.of(project), 0, Optional.empty()),
                        READS,
                        id -> OptionalInt.empty(),
                        Map.of()));
        assertThat(lines(page))
                .filteredOn(line -> line.startsWith("trro_device_"))
                .containsExactly("trro_device_info{device_id=\"x\",name=\"X\",project_id=\"p\",type=\"\"} 1");
    }
}
