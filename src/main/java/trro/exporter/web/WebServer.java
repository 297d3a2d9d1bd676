package trro.exporter.web;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.status.Readiness;
import trro.exporter.status.Status;
import trro.exporter.time.TimeSource;

/** Serves the metrics, the probes and the status page over HTTP. */
public final class WebServer implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(WebServer.class);

    /**
     * The parts that the server shows.
     *
     * @param exposition the metrics
     * @param health tells whether a restart would help this process
     * @param readiness tells what is still waited for; see {@link Readiness}
     * @param status gives the status page its content; asked for at each view
     */
    public record Parts(
            Exposition exposition, Probe health, Probe readiness, Supplier<Status> status, TimeSource time) {}

    private final Javalin javalin;
    private boolean started;

    public WebServer(WebSettings settings, Parts parts) {
        javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.http.prefer405over404 = true;
            config.http.compressionStrategy = CompressionStrategy.NONE; // slow; without Vary
            config.router.ignoreTrailingSlashes = false;
            Listener.configure(config.jetty, settings.listenAddress());
            new Routes(settings.telemetryPath(), parts).addTo(config.routes);
        });
    }

    /**
     * Returns when connections are accepted.
     *
     * @throws ListenException if the address cannot be listened on; nothing is left running
     */
    public synchronized void start() throws ListenException {
        try {
            javalin.start();
            started = true;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof ListenException why) {
                throw why;
            }
            throw e;
        }
        logger.atInfo().addKeyValue("port", port()).log("listening");
    }

    /** The port that is listened on, which the system chose if 0 was asked for. */
    public int port() {
        return javalin.port();
    }

    /**
     * Takes no more requests, lets those under way finish for two seconds, then cuts them off; returns within about
     * three.
     */
    @Override
    public synchronized void close() {
        if (!started) {
            return;
        }
        started = false;
        try {
            javalin.jettyServer().server().stop(); // Javalin's own stop would log a failure a second time
        } catch (Exception e) { // as Jetty declares it
            logger.atWarn()
                    .addKeyValue("why", e)
                    .log("requests under way were cut off, since they took too long to finish");
        }
    }

    /** A question that a load balancer asks often, so the answer must be at hand. Thread-safe. */
    @FunctionalInterface
    public interface Probe {

        /** The problem, or what is still waited for, in one line; empty if all is well. */
        Optional<String> problem();
    }
}
