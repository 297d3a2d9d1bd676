package trro.exporter.rules;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import trro.exporter.support.FinishedProcess;
import trro.exporter.support.LocalServer;
import trro.exporter.support.RealAlertmanager;
import trro.exporter.support.RealComponents;
import trro.exporter.support.Slow;
import trro.exporter.support.Webhook;

/** The shipped configuration of Alertmanager: who hears of what, and what is held back. */
@Slow
class AlertmanagerTest {

    private static final Path CONFIG = Path.of("prometheus", "alertmanager.yml");

    @Test
    void alertmanagerAcceptsItsConfiguration() throws Exception {
        assertThat(amtool("check-config", CONFIG.toString()).output()).contains("SUCCESS");
    }

    @ParameterizedTest
    @CsvSource({"quality, critical", "quality, warning", "api, critical", "api, warning", "exporter, critical"})
    void alertsAreRoutedBySeverity(String category, String severity) throws Exception {
        String config = "--config.file=" + CONFIG;

        assertThat(amtool("config", "routes", "test", config, "category=" + category, "severity=" + severity)
                        .output())
                .endsWith(severity + "\n");
    }

    @Test
    void qualityIsNotSpokenOfWhileItsProjectIsUnknown(@TempDir Path folder) throws Exception {
        try (Webhook webhook = new Webhook();
                LocalServer alertmanager = RealAlertmanager.start(folder, LocalServer.freePort(), webhook.port())) {
            int status = alertmanager.post("/api/v2/alerts", """
                    [{"labels": {"alertname": "TrroExporterDown", "category": "exporter", "severity": "critical", "instance": "a"}},
                     {"labels": {"alertname": "TrroProjectUnobserved", "category": "exporter", "severity": "warning", "project_id": "unobserved"}},
                     {"labels": {"alertname": "TrroProjectNotAnswered", "category": "api", "severity": "critical", "project_id": "failing"}},
                     {"labels": {"alertname": "TrroProjectFiguresStale", "category": "api", "severity": "warning", "project_id": "stale", "interval": "hour"}},
                     {"labels": {"alertname": "TrroProjectQualityLow", "category": "quality", "severity": "critical", "project_id": "unobserved"}},
                     {"labels": {"alertname": "TrroProjectSilent", "category": "quality", "severity": "critical", "project_id": "failing"}},
                     {"labels": {"alertname": "TrroDeviceQualityLow", "category": "quality", "severity": "warning", "project_id": "stale", "device_id": "d", "interval": "hour"}},
                     {"labels": {"alertname": "TrroDeviceQualityLow", "category": "quality", "severity": "warning", "project_id": "known", "device_id": "d"}},
                     {"labels": {"alertname": "TrroProjectFiguresStale", "category": "api", "severity": "warning", "project_id": "known", "interval": "month"}},
                     {"labels": {"alertname": "TrroProjectQualityLowThisHour", "category": "quality", "severity": "critical", "project_id": "known", "interval": "hour"}},
                     {"labels": {"alertname": "TrroProjectQualityLow", "category": "quality", "severity": "critical", "project_id": "known", "interval": "hour"}}]
                    """);

            assertThat(status).isEqualTo(200);
            await().untilAsserted(() -> assertThat(heldBack(alertmanager))
                    .containsExactlyInAnyOrder(
                            "TrroProjectUnobserved unobserved",
                            "TrroProjectQualityLow unobserved",
                            "TrroProjectSilent failing",
                            "TrroDeviceQualityLow stale"));
            await().untilAsserted(() -> assertThat(webhook.received("/warning", "TrroDeviceQualityLow", "firing"))
                    .containsExactly(Map.of("project_id", "known", "device_id", "d")));
            assertThat(webhook.received("/critical", "TrroExporterDown", "firing"))
                    .hasSize(1);
        }
    }

    @Test
    void aProjectThatIsBadAsAWholeMakesOneMessageForEachReceiver(@TempDir Path folder) throws Exception {
        String alerts = IntStream.range(0, 200)
                .boxed()
                .flatMap(device -> Stream.of("TrroDeviceQualityLowThisHour", "TrroDeviceQualityLowRepeatedly")
                        .map(name -> """
                                {"labels": {"alertname": "%s", "category": "quality", "severity": "warning", \
                                "project_id": "p", "device_id": "d%d", "interval": "hour"}}""".formatted(name, device)))
                .collect(joining(",", "[", """
                        ,{"labels": {"alertname": "TrroProjectQualityLowThisHour", "category": "quality", \
                        "severity": "critical", "project_id": "p", "interval": "hour"}}]"""));
        try (Webhook webhook = new Webhook();
                LocalServer alertmanager = RealAlertmanager.start(folder, LocalServer.freePort(), webhook.port())) {

            assertThat(alertmanager.post("/api/v2/alerts", alerts)).isEqualTo(200);

            await().untilAsserted(() -> {
                assertThat(webhook.received("/critical", "TrroProjectQualityLowThisHour", "firing"))
                        .hasSize(1);
                assertThat(webhook.received("/warning", "TrroDeviceQualityLowThisHour", "firing"))
                        .hasSize(200);
            });
            assertThat(webhook.messages("/critical")).isEqualTo(1);
            assertThat(webhook.messages("/warning")).isEqualTo(1);
        }
    }

    private static Stream<String> heldBack(LocalServer alertmanager) throws IOException, InterruptedException {
        JsonNode alerts = JsonMapper.shared().readTree(alertmanager.get("/api/v2/alerts?inhibited=true"));
        return alerts.valueStream()
                .filter(alert -> !alert.at("/status/inhibitedBy").isEmpty())
                .map(alert -> alert.at("/labels/alertname").asString() + " "
                        + alert.at("/labels/project_id").asString());
    }

    private static FinishedProcess amtool(String... arguments) throws IOException, InterruptedException {
        FinishedProcess process =
                FinishedProcess.run(RealComponents.require("amtool", "prometheus-alertmanager"), arguments);
        assertThat(process.exitCode()).as(process.output()).isZero();
        return process;
    }
}
