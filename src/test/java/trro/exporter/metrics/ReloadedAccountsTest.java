package trro.exporter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import trro.exporter.exposition.ExpositionFormat;
import trro.exporter.metrics.PollingMetrics.Pace;
import trro.exporter.metrics.PollingMetrics.State;

/** One registry outlives the accounts of a configuration. */
class ReloadedAccountsTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ExporterMetrics metrics = new ExporterMetrics(registry);
    private State polling = new State(0, 0, List.of());
    private final PrometheusPage page = new PrometheusPage(registry, List.of(new PollingMetrics(() -> polling)));

    private Stream<String> lines(String... names) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        page.write(ExpositionFormat.TEXT, List.of(names), Optional.empty(), out);
        return out.toString(StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#"));
    }

    @Test
    void thePageShowsTheAccountsOfNowWithTheirValuesOfNow() throws IOException {
        polling = new State(20, 3, List.of(new Pace("a", "X", 16), new Pace("b", "X", 16)));
        assertThat(lines("trro_api_budget_requests_per_second")).hasSize(2);

        polling = new State(30, 4, List.of(new Pace("c", "X", 4), new Pace("b", "X", 8), new Pace("b", "Y", 2)));

        assertThat(lines("trro_api_budget_requests_per_second", "trro_poll_targets", "trro_poll_overdue_targets"))
                .containsExactly(
                        "trro_api_budget_requests_per_second{account=\"b\",action=\"X\"} 8.0",
                        "trro_api_budget_requests_per_second{account=\"b\",action=\"Y\"} 2.0",
                        "trro_api_budget_requests_per_second{account=\"c\",action=\"X\"} 4.0",
                        "trro_poll_overdue_targets 4.0",
                        "trro_poll_targets 30.0");
    }

    @Test
    void countersOfAccountsThatAreGoneGoAndOthersCountOn() throws IOException {
        for (String account : List.of("a", "b")) {
            metrics.requests(account, "X", "OK").increment();
            metrics.credentialsFailures(account);
        }

        metrics.retainAccounts(Set.of("b", "c"));
        metrics.requests("b", "X", "OK").increment();
        metrics.requests("c", "X", "OK").increment();

        assertThat(lines("trro_api_requests_total", "trro_credentials_failures_total", "trro_poll_defects_total"))
                .containsExactlyInAnyOrder(
                        "trro_api_requests_total{account=\"b\",action=\"X\",code=\"OK\"} 2.0",
                        "trro_api_requests_total{account=\"c\",action=\"X\",code=\"OK\"} 1.0",
                        "trro_credentials_failures_total{account=\"b\"} 0.0",
                        "trro_poll_defects_total 0.0");
    }

    @Test
    void theTimeOfTheLastReloadIsThatOfTheLatest() throws IOException {
        metrics.configurationRead(Instant.ofEpochSecond(100));
        metrics.configurationRead(Instant.ofEpochSecond(200));

        assertThat(lines("trro_config_last_reload_success_timestamp_seconds", "trro_config_last_reload_successful"))
                .containsExactlyInAnyOrder(
                        "trro_config_last_reload_success_timestamp_seconds 200.0",
                        "trro_config_last_reload_successful 1.0");
    }
}
