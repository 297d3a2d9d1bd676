package trro.exporter.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static trro.exporter.support.Patience.PATIENCE;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.support.ChildProcess;
import trro.exporter.support.PrometheusServer;
import trro.exporter.support.Slow;

/** A real Prometheus that takes remote write gets the samples that the files hold, also from a run that was killed. */
@Slow
class RemoteWriteTest {

    private final Instant to =
            Instant.now().atZone(PastTrro.ZONE).truncatedTo(ChronoUnit.DAYS).toInstant();
    private final Instant from = to.atZone(PastTrro.ZONE).minusDays(6).toInstant();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final PastTrro trro = new PastTrro();
    private final AtomicInteger pushes = new AtomicInteger();

    @AfterEach
    void close() {
        trro.close();
    }

    private ChildProcess backfill(String... more) throws Exception {
        List<String> options = new ArrayList<>(List.of(
                "--scrape-interval=30m",
                "--from=" + from.atZone(PastTrro.ZONE).toLocalDate(),
                "--to=" + to.atZone(PastTrro.ZONE).toLocalDate()));
        options.addAll(List.of(more));
        return trro.backfill(folder, options);
    }

    private static void assertFine(ChildProcess backfill) throws Exception {
        assertThat(backfill.awaitExit(PATIENCE)).as(backfill.err()).isZero();
    }

    private PrometheusServer taking(String... flags) throws Exception {
        return PrometheusServer.start(
                Files.createDirectories(folder.resolve("prometheus")),
                "storage: { tsdb: { out_of_order_time_window: 30d } }\n",
                flags);
    }

    /** Hands requests on, but for the third one, which gets no answer. */
    private HttpServer front(URI prometheus) throws Exception {
        HttpServer front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        HttpClient client = HttpClient.newHttpClient();
        front.createContext("/", exchange -> {
            if (pushes.incrementAndGet() == 3) {
                return;
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(prometheus.resolve(exchange.getRequestURI()))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(
                            exchange.getRequestBody().readAllBytes()));
            for (String name : List.of("Content-Type", "Content-Encoding", "X-Prometheus-Remote-Write-Version")) {
                request.header(name, exchange.getRequestHeaders().getFirst(name));
            }
            try (exchange) {
                int status = client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                exchange.sendResponseHeaders(status, -1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        front.start();
        return front;
    }

    /** Every sample that Prometheus has, by the name that a file has for the series. */
    private Map<String, NavigableMap<Instant, Double>> samples(PrometheusServer prometheus) throws Exception {
        Map<String, NavigableMap<Instant, Double>> all = new TreeMap<>();
        for (PrometheusServer.Series series : prometheus.instant("{__name__=~\"trro_.+\"}[7d]", to)) {
            TreeMap<String, String> labels = new TreeMap<>(series.labels());
            String name = labels.remove("__name__");
            List<String> pairs = labels.entrySet().stream()
                    .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
                    .toList();
            all.put(name + "{" + String.join(",", pairs) + "}", new TreeMap<>(series.points()));
        }
        return all;
    }

    @Test
    void thePushedSamplesAreThoseOfTheFiles() throws Exception {
        Path file = folder.resolve("history.om");
        try (ChildProcess written = backfill("--output=" + file)) {
            assertFine(written);
        }
        int calls = trro.arrivals();
        try (PrometheusServer prometheus = taking("--web.enable-remote-write-receiver")) {
            HttpServer front = front(prometheus.uri());
            String[] push = {
                "--format=remote-write",
                "--url=http://127.0.0.1:" + front.getAddress().getPort() + "/api/v1/write",
                "--output=" + folder.resolve("pushed")
            };
            try (ChildProcess killed = backfill(push)) {
                await().until(() -> pushes.get() == 3);
                killed.signal("KILL");
                killed.awaitExit(PATIENCE);
            }
            assertThat(samples(prometheus)).isNotEmpty();
            int before = pushes.get();
            try (ChildProcess goneOn = backfill(push)) {
                assertFine(goneOn);
            }
            int resumed = pushes.get();
            assertThat(trro.arrivals()).as("nothing was asked twice").isEqualTo(2 * calls);
            assertThat(samples(prometheus)).isEqualTo(HistoryFile.read(file));

            try (ChildProcess again = backfill(push)) {
                assertFine(again);
            }
            assertThat(samples(prometheus)).as("pushed once more").isEqualTo(HistoryFile.read(file));
            assertThat(resumed - before)
                    .as("requests without the two days that were taken before it was killed")
                    .isEqualTo(pushes.get() - resumed - 2);
            assertThat(folder.resolve("pushed.journal")).doesNotExist();
            front.stop(0);
        }
    }

    @Test
    void aPrometheusThatTakesNoneIsNamedAndTheJournalStays() throws Exception {
        try (PrometheusServer prometheus = taking();
                ChildProcess refused = backfill(
                        "--format=remote-write",
                        "--url=" + prometheus.uri() + "/api/v1/write",
                        "--output=" + folder.resolve("pushed"))) {
            assertThat(refused.awaitExit(PATIENCE)).isEqualTo(1);
            assertThat(refused.err())
                    .startsWith("--url: " + prometheus.uri().getAuthority() + " answers HTTP 404 (")
                    .contains("Prometheus needs --web.enable-remote-write-receiver");
            assertThat(folder.resolve("pushed.journal")).exists();
        }
    }
}
