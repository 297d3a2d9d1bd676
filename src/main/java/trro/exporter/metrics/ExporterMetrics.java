package trro.exporter.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import trro.exporter.model.RowAnomaly;

/** The exporter's own figures, as ordinary meters. */
public final class ExporterMetrics {

    private static final Duration[] DURATION_BUCKETS = {
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;

    public ExporterMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (RowAnomaly kind : RowAnomaly.values()) {
            anomalousRows(kind);
        }
        counter(MetricCatalog.POLL_DEFECTS);
    }

    /** Rows of an answer were odd: so many of each kind. */
    public void anomalousRows(Map<RowAnomaly, Integer> rows) {
        rows.forEach((kind, count) -> anomalousRows(kind).increment(count));
    }

    /** A poll ended by a defect of this program. */
    public void defect() {
        counter(MetricCatalog.POLL_DEFECTS).increment();
    }

    /** The configuration was read without a problem at {@code instant}. */
    public void configurationRead(Instant instant) {
        gauge(MetricCatalog.CONFIG_LAST_RELOAD_SUCCESSFUL, () -> 1);
        gauge(MetricCatalog.CONFIG_LAST_RELOAD_SUCCESS_TIMESTAMP, () -> instant.toEpochMilli() / 1000.0);
    }

    /** Shows the pace in force of an account's calls of {@code action}. */
    public void budget(String account, String action, Supplier<Number> requestsPerSecond) {
        gauge(MetricCatalog.API_BUDGET, requestsPerSecond, "account", account, "action", action);
    }

    /** Shows how many targets there are, and how many are late. */
    public void targets(Supplier<Number> all, Supplier<Number> overdue) {
        gauge(MetricCatalog.POLL_TARGETS, all);
        gauge(MetricCatalog.POLL_OVERDUE_TARGETS, overdue);
    }

    Counter requests(String account, String action, String code) {
        return counter(MetricCatalog.API_REQUESTS, "account", account, "action", action, "code", code);
    }

    Counter credentialsFailures(String account) {
        return counter(MetricCatalog.CREDENTIALS_FAILURES, "account", account);
    }

    Timer requestDuration(String action) {
        return Timer.builder(MetricCatalog.API_REQUEST_DURATION.metricName())
                .description(MetricCatalog.API_REQUEST_DURATION.help())
                .tag("action", action)
                .serviceLevelObjectives(DURATION_BUCKETS)
                .register(registry);
    }

    private Counter anomalousRows(RowAnomaly kind) {
        return counter(MetricCatalog.ANOMALOUS_ROWS, "kind", kind.label());
    }

    private Counter counter(MetricCatalog metric, String... tags) {
        return Counter.builder(metric.metricName())
                .description(metric.help())
                .tags(tags)
                .register(registry);
    }

    private void gauge(MetricCatalog metric, Supplier<Number> value, String... tags) {
        Gauge.builder(metric.metricName(), value)
                .description(metric.help())
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }
}
