package trro.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static trro.exporter.support.Patience.PATIENCE;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import trro.exporter.support.Slow;

/** A real server ends, which takes up to two real seconds. */
@Slow
class ClosingTest {

    private TestServer server;

    @BeforeEach
    void start() throws ListenException {
        server = TestServer.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void closingLetsAScrapeUnderWayFinish() throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        server.exposition.writes(out -> {
            underWay.countDown();
            goOn.await();
            out.write("the end".getBytes(StandardCharsets.US_ASCII));
        });
        try (Socket scrape = server.socket()) {
            scrape.getOutputStream().write("GET /metrics HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            underWay.await();
            int port = server.port();
            server.letFinish(PATIENCE);

            CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
            awaitRefusal(port);
            assertStaysOpen(scrape);
            goOn.countDown();

            assertThat(scrape.getInputStream())
                    .asString(StandardCharsets.US_ASCII)
                    .endsWith("the end");
            closing.get();
        }
    }

    @Test
    void closingCutsOffAScrapeThatDoesNotEnd() throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        server.exposition.writes(out -> {
            underWay.countDown();
            new CountDownLatch(1).await();
        });
        CompletableFuture<HttpResponse<String>> scrape = server.begin("/metrics");
        underWay.await();

        server.close();

        assertThatThrownBy(scrape::get)
                .isExactlyInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IOException.class);
    }

    /** Nothing comes, not even an end, for longer than a cut takes. */
    private static void assertStaysOpen(Socket scrape) throws IOException {
        scrape.setSoTimeout(300);
        assertThatThrownBy(() -> scrape.getInputStream().readAllBytes())
                .isExactlyInstanceOf(SocketTimeoutException.class);
        scrape.setSoTimeout(60_000);
    }

    /** Returns once the server takes no more connections. */
    private static void awaitRefusal(int port) {
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
            } catch (IOException e) {
                return;
            }
        }
    }
}
