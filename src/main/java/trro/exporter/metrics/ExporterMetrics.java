package trro.exporter.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.noop.NoopCounter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
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
    private final Map<Family, Double> gauges = new ConcurrentHashMap<>();
    private Optional<Set<String>> known = Optional.empty(); // accounts; at first all are welcome

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

    /** The configuration could not be read, or not be put in force: the one before stays. */
    public void configurationRefused() {
        set(MetricCatalog.CONFIG_LAST_RELOAD_SUCCESSFUL, 0);
    }

    /** All that is known is kept on a disk, and was saved last at {@code instant}; never yet where that is empty. */
    public void saved(Optional<Instant> instant) {
        counter(MetricCatalog.STORAGE_FAILURES);
        set(MetricCatalog.STORAGE_LAST_SUCCESS, MetricCatalog.unixSecondsOrZero(instant));
    }

    /** All that is known could not be saved. */
    public void savingFailed() {
        counter(MetricCatalog.STORAGE_FAILURES).increment();
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

    /** Shows whether the web configuration in force is the one of the file. */
    public void webConfiguration(BooleanSupplier right) {
        gauge(registry, MetricCatalog.WEB_CONFIG_LAST_RELOAD_SUCCESSFUL, () -> right.getAsBoolean() ? 1 : 0);
    }

    /** These accounts have meters from now on, too. */
    public synchronized void addAccounts(Set<String> accounts) {
        Set<String> all = new HashSet<>(accounts);
        known.ifPresent(all::addAll);
        known = known.map(any -> all);
    }

    /**
     * Removes the meters of all other accounts, whose calls that are under way count no more; those that stay keep what
     * they counted.
     */
    public synchronized void retainAccounts(Set<String> accounts) {
        known = Optional.of(Set.copyOf(accounts));
        for (Meter meter : registry.getMeters()) {
            String account = meter.getId().getTag("account");
            if (account != null && !accounts.contains(account)) {
                registry.remove(meter);
            }
        }
    }

    synchronized Counter requests(String account, String action, String code) {
        return ofAccount(account, MetricCatalog.API_REQUESTS, "account", account, "action", action, "code", code);
    }

    synchronized Counter credentialsFailures(String account) {
        return ofAccount(account, MetricCatalog.CREDENTIALS_FAILURES, "account", account);
    }

    private Counter ofAccount(String account, Family family, String... tags) {
        return known.map(accounts -> accounts.contains(account)).orElse(true)
                ? counter(family, tags)
                : new NoopCounter(new Meter.Id(family.name(), Tags.empty(), null, null, Meter.Type.COUNTER));
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
        if (gauges.put(family, value) == null) {
            gauge(registry, family, () -> gauges.getOrDefault(family, value));
        }
    }

    /** Adds a gauge of which the value is asked for at each scrape. */
    static void gauge(MeterRegistry registry, Family family, Supplier<Number> value, String... tags) {
        Gauge.builder(family.name(), value)
                .description(family.help())
                .tags(tags)
                .register(registry);
    }
}
