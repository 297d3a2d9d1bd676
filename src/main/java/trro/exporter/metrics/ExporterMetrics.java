package trro.exporter.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import trro.exporter.exposition.Family;
import trro.exporter.model.RowAnomaly;

/** The exporter's counts of its own work, as ordinary meters. */
public final class ExporterMetrics {

    private static final Duration[] DURATION_BUCKETS = Stream.of(10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Map<Family, AtomicReference<Double>> gauges = new ConcurrentHashMap<>();

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
        set(MetricCatalog.CONFIG_LAST_RELOAD_SUCCESSFUL, 1);
        set(MetricCatalog.CONFIG_LAST_RELOAD_SUCCESS_TIMESTAMP, MetricCatalog.unixSeconds(instant));
    }

    /**
     * Shows how many requests to this program could not be read.
     *
     * @param server is held by others, for as long as it is to be counted
     */
    public <T> void brokenRequests(T server, ToDoubleFunction<T> count) {
        FunctionCounter.builder(MetricCatalog.WEB_BROKEN_REQUESTS.name(), server, count)
                .description(MetricCatalog.WEB_BROKEN_REQUESTS.help())
                .register(registry);
    }

    /**
     * Shows whether the web configuration in force is the one of the file.
     *
     * @param server is held by others, for as long as it is to be asked
     * @param state 1 if it is, else 0
     */
    public <T> void webConfiguration(T server, ToDoubleFunction<T> state) {
        Gauge.builder(MetricCatalog.WEB_CONFIG_LAST_RELOAD_SUCCESSFUL.name(), server, state)
                .description(MetricCatalog.WEB_CONFIG_LAST_RELOAD_SUCCESSFUL.help())
                .register(registry);
    }

    /** Removes the meters of all other accounts; those that stay keep what they counted. */
    public void retainAccounts(Set<String> accounts) {
        for (Meter meter : registry.getMeters()) {
            String account = meter.getId().getTag("account");
            if (account != null && !accounts.contains(account)) {
                registry.remove(meter);
            }
        }
    }

    Counter requests(String account, String action, String code) {
        return counter(MetricCatalog.API_REQUESTS, "account", account, "action", action, "code", code);
    }

    Counter credentialsFailures(String account) {
        return counter(MetricCatalog.CREDENTIALS_FAILURES, "account", account);
    }

    Timer requestDuration(String action) {
        return Timer.builder(MetricCatalog.API_REQUEST_DURATION.name())
                .description(MetricCatalog.API_REQUEST_DURATION.help())
                .tag("action", action)
                .serviceLevelObjectives(DURATION_BUCKETS)
                .register(registry);
    }

    private Counter anomalousRows(RowAnomaly kind) {
        return counter(MetricCatalog.ANOMALOUS_ROWS, "kind", kind.label());
    }

    private Counter counter(Family family, String... tags) {
        return Counter.builder(family.name())
                .description(family.help())
                .tags(tags)
                .register(registry);
    }

    private void set(Family family, double value) {
        gauges.computeIfAbsent(family, absent -> gauge(absent, value)).set(value);
    }

    private AtomicReference<Double> gauge(Family family, double first) {
        AtomicReference<Double> value = new AtomicReference<>(first);
        Gauge.builder(family.name(), value, AtomicReference::get)
                .description(family.help())
                .strongReference(true)
                .register(registry);
        return value;
    }
}
