package trro.exporter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.exposition.ExpositionFormat;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.support.FakeTime;

class PrometheusPageTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final PrometheusPage page = new PrometheusPage(
            registry,
            List.of(
                    new SessionMetrics(
                            new SnapshotStore(List.of()),
                            ZoneOffset.UTC,
                            Duration.ofMinutes(10),
                            Map.of(),
                            new FakeTime("2026-11-22T08:20:00Z")),
                    new PollingMetrics(() -> new PollingMetrics.State(7, 0, List.of()))));

    PrometheusPageTest() {
        ExporterMetrics metrics = new ExporterMetrics(registry);
        metrics.requests("main", "Action", "OK").increment();
        metrics.requestDuration("Action").record(Duration.ofMillis(3));
    }

    private String write(List<String> names) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        page.write(ExpositionFormat.TEXT, names, Optional.empty(), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trro_poll_targets",
                "trro_api_requests_total",
                "trro_api_request_duration_seconds",
                "trro_api_request_duration_seconds_bucket",
                "trro_api_request_duration_seconds_count",
            })
    void findsAMetricUnderTheNameThatItHasOnThePage(String name) throws IOException {
        assertThat(write(List.of(name)).lines())
                .filteredOn(line -> !line.startsWith("#"))
                .isNotEmpty()
                .allMatch(line -> line.startsWith(name.replaceAll("_(total|bucket|count)$", "")));
    }

    @Test
    void aNameThatIsNotThereGivesNothing() throws IOException {
        assertThat(write(List.of("trro_nothing"))).isEmpty();
    }

    @Test
    void severalNamesGiveAllOfThem() throws IOException {
        assertThat(write(List.of("trro_poll_targets", "trro_api_requests_total")))
                .contains("trro_poll_targets 7.0", "trro_api_requests_total{")
                .doesNotContain("duration");
    }
}
