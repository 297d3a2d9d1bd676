package trro.exporter.web;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.time.TimeSource;

/** Sets a limit on everything that clients can take from the server, and one on how long it takes to stop. */
final class Listener {

    private static final Logger logger = LoggerFactory.getLogger(Listener.class);

    private static final int MOST_THREADS = 16;
    private static final int LEAST_THREADS = 4; // one accepts, one selects, the others answer
    private static final Duration THREAD_IDLE = Duration.ofMinutes(1);
    private static final int HEADER_BYTES = 8 * 1024;
    private static final int OUTPUT_BUFFER_BYTES = 32 * 1024;
    private static final Duration CONNECTION_IDLE = Duration.ofSeconds(30);
    private static final Duration DRAIN = Duration.ofSeconds(2);
    private static final Duration IDLE_WHILE_STOPPING = Duration.ofMillis(250);

    private static final Duration BETWEEN_LINES = Duration.ofHours(1);
    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(250);

    private final QueuedThreadPool threads = threadPool();
    private final Server server = new Server(threads);
    private final Optional<Access> access;
    private final TimeSource time;
    private final Connections connections;
    private final BrokenRequests broken;

    /** @param access empty for plain HTTP without passwords */
    Listener(Optional<Access> access, TimeSource time) {
        this.access = access;
        this.time = time;
        connections = new Connections(time);
        broken = new BrokenRequests(time);
    }

    BrokenRequests brokenRequests() {
        return broken;
    }

    Connections connections() {
        return connections;
    }

    /** Runs whatever an answer needs. */
    Executor threads() {
        return threads;
    }

    /**
     * Serves {@code servlet} under every path; once.
     *
     * @param addresses where to; if there are none, the socket that systemd passed on
     * @param check called several times a second
     * @throws ListenException if an address cannot be listened on; nothing is left running
     */
    void start(List<ListenAddress> addresses, HttpServlet servlet, Runnable check) throws ListenException {
        serve(servlet);
        openAll(addresses);
        try {
            server.start();
            keepChecking(server.getScheduler(), check);
        } catch (Exception e) { // as Jetty declares it; none is known
            throw new IllegalStateException("the web server does not start", e);
        }
    }

    /** The answer to one request that came over no network; once, and then nothing is left running. */
    String answer(String request, HttpServlet servlet) {
        serve(servlet);
        LocalConnector connector = new LocalConnector(server, new HttpConnectionFactory(http()));
        connector.addEventListener(connections);
        server.addConnector(connector);
        try {
            server.start();
            String answer = connector.getResponse(request);
            server.stop();
            return answer;
        } catch (Exception e) { // as Jetty declares it; none is known
            throw new IllegalStateException("the web server does not answer", e);
        }
    }

    private void serve(HttpServlet servlet) {
        GracefulHandler graceful = new GracefulHandler();
        graceful.setShutdownIdleTimeout(IDLE_WHILE_STOPPING.toMillis());
        Handler routes = context(servlet);
        graceful.setHandler(new Watched(access.<Handler>map(file -> new Gate(routes, file, time, threads))
                .orElse(routes)));
        server.setHandler(graceful);
        server.setErrorHandler(broken);
        server.setStopTimeout(DRAIN.toMillis());
    }

    /** To be stopped. */
    Server server() {
        return server;
    }

    /** The ports that are listened on, in the order of the addresses. */
    List<Integer> ports() {
        return Stream.of(server.getConnectors())
                .map(connector -> ((ServerConnector) connector).getLocalPort())
                .toList();
    }

    /** Without sessions and whatever else a servlet could ask for. */
    private static ServletContextHandler context(HttpServlet servlet) {
        ServletContextHandler context =
                new ServletContextHandler(ServletContextHandler.NO_SESSIONS | ServletContextHandler.NO_SECURITY);
        context.addServlet(new ServletHolder(servlet), "/*");
        return context;
    }

    private static QueuedThreadPool threadPool() {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, LEAST_THREADS, (int) THREAD_IDLE.toMillis());
        threads.setName("web");
        threads.setReservedThreads(0);
        return threads;
    }

    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setResponseHeaderSize(HEADER_BYTES);
        http.setOutputBufferSize(OUTPUT_BUFFER_BYTES);
        http.setUriCompliance(UriCompliance.DEFAULT);
        return http;
    }

    /** Opens at once, so that a failure is found before anything else was started. */
    private void openAll(List<ListenAddress> addresses) throws ListenException {
        try {
            if (addresses.isEmpty()) {
                openInherited(addConnector());
            }
            for (ListenAddress address : addresses) {
                open(addConnector(), address);
            }
        } catch (ListenException e) {
            Stream.of(server.getConnectors()).forEach(connector -> ((ServerConnector) connector).close());
            throw e;
        }
    }

    private ServerConnector addConnector() {
        HttpConfiguration http = http();
        ConnectionFactory[] factories = access.filter(Access::hasTls)
                .map(file -> TlsConnections.factories(file, http))
                .orElse(new ConnectionFactory[] {new HttpConnectionFactory(http)});
        ServerConnector connector = new Door(server, factories);
        connector.setIdleTimeout(CONNECTION_IDLE.toMillis());
        connector.addEventListener(connections);
        server.addConnector(connector);
        return connector;
    }

    /**
     * Takes over the socket that systemd listens on already. Java can do so with standard input alone, so the service
     * needs {@code StandardInput=socket}, and one socket is all it can have.
     */
    private static void openInherited(ServerConnector connector) throws ListenException {
        try {
            if (!(System.inheritedChannel() instanceof ServerSocketChannel socket)) {
                throw new IOException("no listening socket");
            }
            connector.open(socket);
        } catch (IOException e) {
            throw ListenException.ofSystemd(e);
        }
    }

    private static void open(ServerConnector connector, ListenAddress asked) throws ListenException {
        connector.setHost(asked.host().isEmpty() ? null : asked.host());
        connector.setPort(asked.port());
        InetSocketAddress address = asked.resolve();
        try {
            if (address.isUnresolved()) {
                throw new IOException("unknown host");
            }
            connector.open();
        } catch (IOException e) {
            throw ListenException.of(asked, address, e);
        }
    }

    private void keepChecking(Scheduler scheduler, Runnable check) {
        scheduler.schedule(
                () -> {
                    try {
                        connections.check();
                        broken.check();
                        check.run();
                    } finally {
                        keepChecking(scheduler, check);
                    }
                },
                BETWEEN_CHECKS.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Says once an hour at most that nobody can come in; Jetty would log a stack trace a second. */
    private final class Door extends ServerConnector {

        private Optional<Long> saidNanos = Optional.empty();

        Door(Server server, ConnectionFactory... factories) {
            super(server, 1, 1, factories);
        }

        @Override
        protected boolean handleAcceptFailure(Throwable failure) {
            long nowNanos = time.nanoTime();
            boolean stopping = failure instanceof ClosedChannelException;
            if (!stopping && saidNanos.stream().allMatch(said -> nowNanos - said >= BETWEEN_LINES.toNanos())) {
                saidNanos = Optional.of(nowNanos);
                logger.atWarn()
                        .addKeyValue("reason", failure.getMessage())
                        .log("a connection could not be accepted, so scrapes may fail; if too many files are open,"
                                + " raise ulimit -n (LimitNOFILE in systemd); the next such line comes in an hour");
            }
            return super.handleAcceptFailure(failure);
        }
    }

    /** Tells which connections have a request under way. */
    private final class Watched extends Handler.Wrapper {

        Watched(Handler handler) {
            super(handler);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            Connection connection = request.getConnectionMetaData().getConnection();
            connections.begun(connection);
            Request.addCompletionListener(request, failure -> connections.ended(connection));
            return super.handle(request, response, callback);
        }
    }
}
