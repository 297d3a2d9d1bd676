package trro.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
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
            out.write('x');
        });
        CompletableFuture<HttpResponse<String>> scrape = server.begin("/metrics");
        underWay.await();

        int port = server.port();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
        awaitRefusal(port);
        goOn.countDown();

        assertThat(scrape.get().body()).isEqualTo("x");
        closing.get();
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
