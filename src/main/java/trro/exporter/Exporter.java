package trro.exporter;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.accounts.AccountPolling;
import trro.exporter.accounts.Accounts;
import trro.exporter.api.TrroApi;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.exposition.ExpositionFormat;
import trro.exporter.metrics.DeviceMetrics;
import trro.exporter.metrics.DiscoveredFleet;
import trro.exporter.metrics.DiscoveryMetrics;
import trro.exporter.metrics.ExporterMetrics;
import trro.exporter.metrics.PollingMetrics;
import trro.exporter.metrics.PrometheusPage;
import trro.exporter.metrics.RuntimeMetrics;
import trro.exporter.metrics.SessionMetrics;
import trro.exporter.model.RowAnomaly;
import trro.exporter.model.StatisticInterval;
import trro.exporter.polling.PollListener;
import trro.exporter.snapshot.CallLog;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.status.Status;
import trro.exporter.time.TimeSource;
import trro.exporter.web.Exposition;
import trro.exporter.web.ListenException;
import trro.exporter.web.ScrapeRequest;
import trro.exporter.web.WebServer;
import trro.exporter.web.WebSettings;

/**
 * Builds, starts and stops everything.
 *
 * <p>Data flows one way: each account's {@link trro.exporter.polling.Poller} asks TRRO and stores answers in the
 * {@link SnapshotStore}; a scrape reads the current snapshot through {@link SessionMetrics} and never waits for TRRO.
 */
public final class Exporter implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(Exporter.class);
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private final Accounts accounts;
    private final List<Thread> loops;
    private final ExecutorService workers;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CallLog calls = new CallLog();
    private final WebServer web;

    /**
     * @param apis gives the API of each account
     * @param version of this program
     */
    public Exporter(
            ExporterConfig config,
            WebSettings webSettings,
            Function<AccountConfig, TrroApi> apis,
            TimeSource time,
            String version) {
        ExporterMetrics metrics = new ExporterMetrics(registry);
        RuntimeMetrics.bindTo(registry);
        RuntimeMetrics.bindBuild(registry, version);
        Instant startedAt = time.now();
        metrics.configurationRead(startedAt);
        SnapshotStore store = new SnapshotStore(config.accounts().stream()
                .flatMap(account -> AccountPolling.targets(account, config))
                .toList());
        Map<StatisticInterval, Duration> maxAges = new EnumMap<>(StatisticInterval.class);
        config.pollIntervals().keySet().forEach(interval -> maxAges.put(interval, config.maxAge(interval)));
        SessionMetrics fleet = new SessionMetrics(store, config.timeZone(), config.settleTime(), maxAges, time);

        workers = Threads.workers();
        AccountPolling.Shared shared =
                new AccountPolling.Shared(store, metrics, calls, new CountingListener(metrics), workers, time);
        accounts = new Accounts(config, apis, shared);
        loops = accounts.loops().entrySet().stream()
                .map(loop -> Threads.loop(loop.getKey(), loop.getValue()))
                .toList();
        Supplier<Status> status = () -> status(version, startedAt, webSettings, config, store);
        web = new WebServer(
                webSettings,
                new WebServer.Parts(
                        new RegistryExposition(page(fleet)),
                        accounts::stoppedHeart,
                        accounts::reasonNotReady,
                        status,
                        time));
        metrics.brokenRequests(web, WebServer::brokenRequests);
    }

    private Status status(
            String version, Instant startedAt, WebSettings webSettings, ExporterConfig config, SnapshotStore store) {
        return new Status(
                version,
                startedAt,
                webSettings.links(),
                config,
                accounts::promisedAge,
                accounts.discoveredFleets().stream()
                        .map(DiscoveredFleet::inventory)
                        .toList(),
                store.current(),
                accounts.budgets(),
                calls.latest());
    }

    private PrometheusPage page(SessionMetrics fleet) {
        return new PrometheusPage(
                registry,
                List.of(
                        fleet,
                        new DeviceMetrics(accounts::discoveredFleets),
                        new DiscoveryMetrics(accounts::discoveredFleets),
                        new PollingMetrics(accounts::polling)));
    }

    /**
     * Begins to serve, then to poll.
     *
     * @throws ListenException if the address cannot be listened on; then nothing was started
     */
    public void start() throws ListenException {
        web.start();
        loops.forEach(Thread::start);
        logger.atInfo().addKeyValue("targets", accounts.targets()).log("polling");
    }

    /** The port that is served. */
    public int port() {
        return web.port();
    }

    /** Asks TRRO nothing more, lets calls and scrapes under way finish for a few seconds, and stops. */
    @Override
    public void close() {
        loops.forEach(Thread::interrupt);
        try {
            for (Thread loop : loops) {
                loop.join(DRAIN.toMillis());
            }
            workers.shutdown();
            if (!workers.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
        web.close();
        registry.close();
        logger.info("stopped");
    }

    private record CountingListener(ExporterMetrics metrics) implements PollListener {

        @Override
        public void anomalousRows(Map<RowAnomaly, Integer> rows) {
            metrics.anomalousRows(rows);
        }

        @Override
        public void defect() {
            metrics.defect();
        }
    }

    private record RegistryExposition(PrometheusPage page) implements Exposition {

        @Override
        public Answer answer(ScrapeRequest request) {
            ExpositionFormat format = ExpositionFormat.negotiate(request.accept());
            return new Answer(format.contentType(), out -> page.write(format, request.names(), request.project(), out));
        }
    }
}
