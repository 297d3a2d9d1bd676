package trro.exporter;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.accounts.Accounts;
import trro.exporter.api.TrroApi;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.metrics.DiscoveredFleet;
import trro.exporter.metrics.ExporterMetrics;
import trro.exporter.metrics.RuntimeMetrics;
import trro.exporter.pacing.Limiters;
import trro.exporter.replicas.ReceivedPicture;
import trro.exporter.replicas.Replica;
import trro.exporter.replicas.ReplicaSettings;
import trro.exporter.snapshot.CallLog;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.status.Status;
import trro.exporter.status.StatusLinks;
import trro.exporter.storage.StateDirectory;
import trro.exporter.time.TimeSource;
import trro.exporter.web.ListenException;
import trro.exporter.web.WebServer;
import trro.exporter.web.WebSettings;

/**
 * Builds, starts and stops everything.
 *
 * <p>Data flows one way: each account's {@link trro.exporter.polling.Poller} asks TRRO and stores answers in the
 * {@link SnapshotStore}; a scrape reads the current snapshot and never waits for TRRO. Another configuration takes the
 * place of the one in force by {@link #reload}, whoever asks for it.
 */
public final class Exporter implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(Exporter.class);
    private static final Duration DRAIN = Duration.ofSeconds(2);
    private final ExecutorService workers = Threads.workers();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CallLog calls = new CallLog();
    private final RunningConfiguration configured;
    private final Replicated replicated;
    private final Reloader reloader;
    private final WebServer web;
    private final ExporterMetrics metrics = new ExporterMetrics(registry);
    private final TimeSource time;
    private List<Thread> loops = List.of();
    private volatile boolean polls;
    private volatile Optional<StateSaver> keeper = Optional.empty();
    private volatile boolean restored;

    /**
     * @param config to begin with
     * @param source where the configuration is read again
     * @param apis gives the API of each account
     * @param version of this program
     */
    public Exporter(
            ExporterConfig config,
            Reloader.Source source,
            WebSettings webSettings,
            Function<AccountConfig, TrroApi> apis,
            TimeSource time,
            String version) {
        this.time = time;
        RuntimeMetrics.bindTo(registry);
        RuntimeMetrics.bindBuild(registry, version);
        Instant startedAt = time.now();
        metrics.configurationRead(startedAt);
        SnapshotStore store = new SnapshotStore(List.of());
        replicated = new Replicated(this::accounts, time);
        configured = new RunningConfiguration(
                apis,
                registry,
                new Accounts.Shared(store, new Limiters(time, replicated::mayAsk), metrics, calls, workers, time));
        configured.swap(configured.build(config));
        reloader = new Reloader(source, this::swap, metrics, time);
        web = webServer(webSettings, version, startedAt);
        metrics.brokenRequests(web, WebServer::brokenRequests);
        if (webSettings.file().isPresent()) {
            metrics.webConfiguration(() -> web.webConfigRight().orElse(false));
        }
    }

    private WebServer webServer(WebSettings webSettings, String version, Instant startedAt) {
        return new WebServer(
                webSettings,
                new WebServer.Parts(
                        new RegistryExposition(
                                () -> replicated.showsFigures() ? configured.page() : configured.pageWithoutFigures()),
                        this::stoppedHeart,
                        this::reasonNotReady,
                        () -> status(version, startedAt, webSettings.links()),
                        replicated,
                        this::reload,
                        time));
    }

    private Accounts accounts() {
        return configured.running().accounts();
    }

    private Optional<String> reasonNotReady() {
        return replicated
                .reasonNotReady()
                .or(() -> restored ? Optional.empty() : accounts().reasonNotReady());
    }

    private Optional<String> stoppedHeart() {
        return replicated.stuck().or(() -> polls ? accounts().stoppedHeart() : Optional.empty());
    }

    /** Is one of several replicas, of which one asks TRRO. Before {@link #start}. */
    public void replicate(ReplicaSettings settings) {
        replicated.join(settings, new LeadersWork(), registry);
    }

    /**
     * Goes on where the process before stopped, and keeps what is known for the next one. Before {@link #start}. The
     * directory is closed by {@link #close}.
     */
    public synchronized void keepIn(StateDirectory directory) {
        StateSaver own = new StateSaver(directory, this::accounts, metrics, time);
        restored = own.restore();
        keeper = Optional.of(own);
    }

    private Status status(String version, Instant startedAt, StatusLinks links) {
        RunningConfiguration.Picture picture = configured.picture();
        Accounts accounts = picture.running().accounts();
        return new Status(
                version,
                startedAt,
                links,
                picture.running().config(),
                accounts::promisedAge,
                picture.fleets().stream().map(DiscoveredFleet::inventory).toList(),
                reloader.refused(),
                replicated.reasonNotReady(),
                picture.snapshot(),
                accounts.budgets(),
                calls.latest());
    }

    /**
     * Begins to serve, then to poll.
     *
     * @throws ListenException if the address cannot be listened on; then nothing was started
     */
    public synchronized void start() throws ListenException {
        web.start();
        if (replicated.isOffered()) {
            replicated.start(web.ownAddress());
        } else {
            poll();
        }
        keeper.ifPresent(saving -> Threads.loop("storage", saving).start());
    }

    private void poll() {
        polls = true;
        loops = accounts().loops().entrySet().stream()
                .map(loop -> Threads.loop(loop.getKey(), loop.getValue()))
                .toList();
        loops.forEach(Thread::start);
    }

    /**
     * Reads the configuration again and goes on by it.
     *
     * @return done when that is done; with the reason if it failed, and then everything goes on as before
     */
    public CompletableFuture<Optional<String>> reload() {
        return reloader.reload();
    }

    private synchronized void swap(ExporterConfig config) throws InterruptedException {
        if (config.equals(configured.running().config())) {
            logger.info("the configuration was read again; it is good, and the one in force");
            return;
        }
        RunningConfiguration.Running next = configured.build(config);
        if (polls) {
            stopPolling();
        }
        try {
            configured.swap(next);
        } finally {
            if (polls) {
                poll();
            }
        }
        logger.atInfo().addKeyValue("targets", next.accounts().targets()).log("configuration reloaded");
    }

    private void stopPolling() throws InterruptedException {
        loops.forEach(Thread::interrupt);
        for (Thread loop : loops) {
            loop.join(DRAIN.toMillis());
        }
    }

    /** The port that is served. */
    public int port() {
        return web.port();
    }

    /** Asks TRRO nothing more, lets calls and scrapes under way finish for a few seconds, and stops. */
    @Override
    public void close() {
        reloader.close();
        try {
            replicated.stop();
            stopForGood();
            workers.shutdown();
            if (!workers.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
        keeper.ifPresent(StateSaver::close);
        replicated.leave();
        web.close();
        registry.close();
        logger.info("stopped");
    }

    private synchronized void stopForGood() throws InterruptedException {
        polls = false;
        stopPolling();
    }

    private final class LeadersWork implements Replica.Work {

        @Override
        public void begin(Optional<ReceivedPicture> picture) throws InterruptedException {
            synchronized (Exporter.this) {
                if (!polls) {
                    if (picture.isPresent()) {
                        restored = configured.takeOver(picture.get()) || restored;
                    }
                    poll();
                }
            }
        }

        @Override
        public void rest() throws InterruptedException {
            stopForGood();
        }
    }
}
