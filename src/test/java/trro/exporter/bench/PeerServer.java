package trro.exporter.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import trro.exporter.exposition.ExpositionFormat;
import trro.exporter.time.SystemTime;
import trro.exporter.web.Exposition;
import trro.exporter.web.ListenAddress;
import trro.exporter.web.ListenException;
import trro.exporter.web.WebServer;
import trro.exporter.web.WebSettings;

/**
 * Prints the live heap of each series, then serves them until it is killed: arguments are a {@link Way}, a number of series and
 * a port.
 *
 * <p>This exporter's series are served by its own server, others as Prometheus' library does it.
 */
final class PeerServer {

    private static final int FEW_SERIES = 39;

    private PeerServer() {}

    public static void main(String[] args) throws IOException, ListenException {
        Way way = Way.valueOf(args[0]);
        int series = Integer.parseInt(args[1]);
        int port = Integer.parseInt(args[2]);
        scrape(way.of(FEW_SERIES)); // loads the classes
        long before = usedBytes();
        Way.Page page = way.of(series);
        scrape(page);
        System.out.printf("%s: %d bytes of live heap a series%n", way, (usedBytes() - before) / series);
        if (way == Way.TRRO_EXPORTER) {
            serveOurs(page, port);
        } else {
            servePeer(page, port);
        }
    }

    private static void scrape(Way.Page page) throws IOException {
        page.write(ExpositionFormat.TEXT, OutputStream.nullOutputStream());
    }

    private static long usedBytes() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc(); // what the first one only queued for finalisation
        return memory.getHeapMemoryUsage().getUsed();
    }

    private static void serveOurs(Way.Page page, int port) throws ListenException {
        Exposition exposition = request -> {
            ExpositionFormat format = ExpositionFormat.negotiate(request.accept());
            return new Exposition.Answer(format.contentType(), out -> page.write(format, out));
        };
        new WebServer(
                        new WebSettings(ListenAddress.parse("127.0.0.1:" + port), "/metrics"),
                        new WebServer.Parts(
                                exposition,
                                Optional::empty,
                                Optional::empty,
                                () -> {
                                    throw new UnsupportedOperationException("there is no status here");
                                },
                                WebServer.Picture.NONE,
                                () -> CompletableFuture.completedFuture(Optional.empty()),
                                new SystemTime()))
                .start();
    }

    private static void servePeer(Way.Page page, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.createContext("/metrics", exchange -> answer(page, exchange));
        server.start();
    }

    private static void answer(Way.Page page, HttpExchange exchange) throws IOException {
        ExpositionFormat format = ExpositionFormat.negotiate(
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept")));
        boolean gzip = exchange.getRequestHeaders().getOrDefault("Accept-Encoding", List.of()).stream()
                .anyMatch(encodings -> encodings.contains("gzip"));
        exchange.getResponseHeaders().set("Content-Type", format.contentType());
        if (gzip) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = gzip ? new GZIPOutputStream(exchange.getResponseBody()) : exchange.getResponseBody()) {
            page.write(format, out);
        }
    }
}
