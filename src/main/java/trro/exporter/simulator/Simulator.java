package trro.exporter.simulator;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.api.Credentials;
import trro.exporter.model.Secret;
import trro.exporter.simulator.SimulatorSettings.Site;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.simulator.fleet.Licenses;
import trro.exporter.time.TimeSource;

/**
 * A TRRO of our own over plain HTTP: checks signatures, types and limits as TRRO does, answers for a {@link Fleet}, and
 * goes wrong as told by {@link Faults}.
 */
public final class Simulator implements AutoCloseable {

    /** The key that the demo uses; it opens nothing but simulators. */
    public static final Credentials DEMO_ACCOUNT =
            new Credentials(new Secret("AKIDdemo"), new Secret("demo-secret-key"), Optional.empty());

    private static final Logger logger = LoggerFactory.getLogger(Simulator.class);

    /** All but POST are refused, in TRRO's way. */
    private static final List<HandlerType> METHODS =
            List.of(HandlerType.POST, HandlerType.GET, HandlerType.PUT, HandlerType.PATCH, HandlerType.DELETE);

    /** Each late answer holds one; hanging ones hold none. */
    private static final int MAX_THREADS = 64;

    private static final int MIN_THREADS = 4;

    private final RequestHandler handler;
    private @Nullable Javalin server;

    /**
     * @param accounts whose signatures are accepted; each secret id has its own limit, as sub-accounts have
     */
    public Simulator(
            TimeSource time, Fleet fleet, List<Credentials> accounts, SimulatorSettings settings, Faults faults) {
        Map<String, Action> actions = actions(new Licenses(fleet, time.now()), fleet, settings, faults);
        RequestQuota quota = new RequestQuota(settings.requestsPerSecond());
        this.handler = new RequestHandler(time, new Gateway(accounts, actions.keySet()), quota, faults, actions);
    }

    private static Map<String, Action> actions(
            Licenses licenses, Fleet fleet, SimulatorSettings settings, Faults faults) {
        Map<String, Action> actions = new HashMap<>();
        actions.put(SessionStatisticsAction.NAME, new SessionStatisticsAction(fleet));
        actions.put(ProjectListAction.NAME, new ProjectListAction(fleet, settings));
        actions.put(DevicesAction.NAME, new DevicesAction(fleet, licenses, settings));
        actions.put(RecentSessionsAction.NAME, new RecentSessionsAction(fleet, faults, settings));
        actions.put(LicenseStatAction.NAME, new LicenseStatAction(licenses));
        if (settings.site() == Site.DOMESTIC) {
            actions.put(DeviceListAction.NAME, new DeviceListAction(fleet, settings));
        }
        return actions;
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for any free one
     * @throws UncheckedIOException if it cannot listen there; the message says what to do next
     */
    public synchronized Simulator start(String host, int port) {
        if (server != null) {
            throw new IllegalStateException("the simulator was started already");
        }
        Javalin starting = Javalin.create(this::configure);
        try {
            starting.start(host, port);
        } catch (JavalinException e) {
            throw new UncheckedIOException(
                    "the simulator cannot listen on " + host + ":" + port + "; choose another address or port",
                    new IOException(e));
        }
        server = starting;
        logger.atInfo()
                .addKeyValue("host", host)
                .addKeyValue("port", starting.port())
                .log("simulator listens");
        return this;
    }

    /** The port that it listens on. */
    public synchronized int port() {
        if (server == null) {
            throw new IllegalStateException("the simulator was not started");
        }
        return server.port();
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            handler.letGo();
            server.stop();
        }
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.maxRequestSize = ReceivedRequest.MAX_BODY_BYTES + 1L;
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("simulator");
        config.jetty.threadPool = threads;
        METHODS.forEach(method -> config.routes.addHttpHandler(method, "/", handler::serve));
    }
}
