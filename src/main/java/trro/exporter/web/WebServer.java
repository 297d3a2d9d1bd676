package trro.exporter.web;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.http.servlet.JavalinServlet;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
     * The parts that the server shows. Load balancers ask for health and readiness often, so the answers must be at
     * hand: the problem, or what is still waited for, in one line; empty if all is well.
     *
     * @param exposition the metrics
     * @param health tells whether a restart would help this process
     * @param readiness tells what is still waited for; see {@link Readiness}
     * @param status gives the status page its content; asked for at each view
     * @param picture gives what another replica is to know, sealed
     * @param reload reads the configuration again; done with the reason if that failed
     */
    public record Parts(
            Exposition exposition,
            Supplier<Optional<String>> health,
            Supplier<Optional<String>> readiness,
            Supplier<Status> status,
            Picture picture,
            Supplier<CompletableFuture<Optional<String>>> reload,
            TimeSource time) {}

    private final WebSettings settings;
    private final Optional<Access> access;
    private final Listener listener;
    private final SharedPages pages;
    private final JavalinServlet servlet;

    public WebServer(WebSettings settings, Parts parts) {
        this.settings = settings;
        access = settings.file().map(file -> new Access(file, parts.time()));
        listener = new Listener(access, parts.time());
        pages = new SharedPages(parts.time(), listener.threads());
        Javalin routes = Javalin.create(config -> {
            config.startup.startupWatcherEnabled = false;
            config.http.prefer405over404 = true;
            config.http.compressionStrategy = CompressionStrategy.NONE; // slow; without Vary
            config.router.ignoreTrailingSlashes = false;
            config.router.javaLangErrorHandler((response, error) -> passOnFatal(error));
            new Routes(settings, parts, pages, this::chosenHeaders).addTo(config.routes);
        });
        // Javalin's own server opens WebSockets, too, and keeps a session for each that is asked for.
        servlet = new JavalinServlet(routes.unsafe);
    }

    /**
     * The whole answer to a scrape that came over no network. A first answer takes long, since hundreds of classes are
     * loaded for it.
     */
    public static String rehearse(Exposition exposition, TimeSource time) {
        Parts parts = new Parts(
                exposition,
                Optional::empty,
                Optional::empty,
                () -> {
                    throw new IllegalStateException("nobody looks at a rehearsal");
                },
                Picture.NONE,
                () -> CompletableFuture.completedFuture(Optional.empty()),
                time);
        WebServer server = new WebServer(new WebSettings(ListenAddress.parse(":0"), "/metrics"), parts);
        String scrape = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        return server.listener.answer(scrape, server.servlet);
    }

    /**
     * Returns when connections are accepted.
     *
     * @throws ListenException if the address cannot be listened on; nothing is left running
     */
    public synchronized void start() throws ListenException {
        listener.start(settings.listenAddresses(), servlet, pages::check);
        for (int port : listener.ports()) {
            logger.atInfo()
                    .addKeyValue("port", port)
                    .addKeyValue(
                            "protection",
                            access.map(file -> file.config().summary()).orElse("none"))
                    .log("listening");
        }
    }

    private Map<String, String> chosenHeaders() {
        return access.map(file -> file.config().headers()).orElse(Map.of());
    }

    /**
     * The port of the first address, which the system chose if 0 was asked for; of a server that was started.
     */
    public int port() {
        return listener.ports().get(0);
    }

    /**
     * The address under which other machines reach this server, as far as it knows; of one that was started.
     */
    public URI ownAddress() {
        String scheme = access.filter(Access::hasTls).isPresent() ? "https" : "http";
        String host = settings.listenAddresses().stream()
                .map(ListenAddress::host)
                .findFirst()
                .filter(name -> !name.isEmpty())
                .orElseGet(WebServer::ownHost);
        return URI.create(scheme + "://" + new ListenAddress(host, port()));
    }

    private static String ownHost() {
        try {
            return InetAddress.getLocalHost().getHostAddress();
        } catch (UnknownHostException e) { // its own name is not known to it
            return "localhost";
        }
    }

    /** Whether the web configuration was right when it was last looked at; empty without one. */
    public Optional<Boolean> webConfigRight() {
        return access.map(Access::lastLookSuccessful);
    }

    /** The number of requests since the start that were too broken to be read. */
    public long brokenRequests() {
        return listener.brokenRequests().count();
    }

    /** The number of connections that are open at this moment. */
    int connections() {
        return listener.connections().count();
    }

    /** Requests under way may take so long when this closes, not only two seconds; of a server that was started. */
    void letFinish(Duration span) {
        listener.server().setStopTimeout(span.toMillis());
    }

    /** Tells the handler of what nobody catches of want of memory, since the server's threads catch everything. */
    static void passOnFatal(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        }
    }

    /**
     * Takes no more requests, lets those under way finish for two seconds, then cuts them off; returns within about
     * three.
     */
    @Override
    public synchronized void close() {
        try {
            listener.server().stop();
        } catch (Exception e) { // as Jetty declares it
            logger.atWarn()
                    .addKeyValue("why", e)
                    .log("requests under way were cut off, since they took too long to finish");
        }
    }

    /** The picture of the leader for the replicas that follow it. Thread-safe. */
    public interface Picture {

        /** Whether there are replicas. */
        boolean isOffered();

        /** Made anew, or a second old at most; empty if this replica does not lead. */
        Optional<byte[]> sealed();

        /** Of a program without replicas. */
        Picture NONE = new Picture() {
            @Override
            public boolean isOffered() {
                return false;
            }

            @Override
            public Optional<byte[]> sealed() {
                return Optional.empty();
            }
        };
    }
}
