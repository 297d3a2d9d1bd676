package trro.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScrapeFailureTest {

    private static final String FAILURE_LINE =
            "ERROR a scrape failed; the next line about scrapes comes when one succeeds";
    private static final byte[] BLOCK = new byte[64 * 1024];

    static {
        Arrays.fill(BLOCK, (byte) '#');
    }

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
    void answersAFailureWithoutAnyOfTheAnswerThatWasBegun() throws Exception {
        server.exposition.writes(out -> {
            out.write('x');
            out.flush();
            throw new IllegalStateException("a defect");
        });

        HttpResponse<String> response = server.get("/metrics", "Accept-Encoding", "gzip");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("the metrics could not be written; see the log of trro-exporter\n");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
    }

    @Test
    void logsFailuresOnceUntilOneSucceeds() throws Exception {
        try (LogCapture log = new LogCapture()) {
            server.exposition.writes(out -> {
                throw new IOException("no more");
            });
            server.get("/metrics");
            server.exposition.writes(out -> {
                throw new StackOverflowError();
            });
            server.get("/metrics");
            server.exposition.writes(out -> out.write('x'));
            server.get("/metrics");
            server.get("/metrics");

            assertThat(log.lines()).containsExactly(FAILURE_LINE, "INFO scrapes succeed again");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "identity"})
    void aFailureInTheMiddleSendsNothingOfThePage(String encoding) throws Exception {
        byte[] random = new byte[256 * 1024];
        new Random(1).nextBytes(random);
        server.exposition.writes(out -> {
            out.write(random);
            throw new IllegalStateException("a defect");
        });

        HttpResponse<String> response = server.get("/metrics", "Accept-Encoding", encoding);

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("the metrics could not be written; see the log of trro-exporter\n");
    }

    @Test
    void wantOfMemoryIsPassedOnToWhatEndsTheProcess() throws Exception {
        OutOfMemoryError fatal = new OutOfMemoryError("a test");
        CompletableFuture<Throwable> passedOn = new CompletableFuture<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> passedOn.complete(failure));
        try {
            server.exposition.writes(out -> {
                throw fatal;
            });
            server.get("/metrics");
            assertThat(passedOn.get()).isSameAs(fatal);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void aClientThatReadsNothingDoesNotHoldUpOneThatAsksForTheSame() throws Exception {
        byte[] page = TestServer.pageThatStalls();
        server.exposition.writes(out -> out.write(page));
        try (Socket idle = server.stalled("/metrics", "gzip")) {
            HttpResponse<byte[]> response = server.bytes("/metrics", "Accept-Encoding", "gzip");

            assertThat(new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes())
                    .isEqualTo(page);
            assertThat(idle.getInputStream().read()).as("the rest").isNotNegative();
        }
    }

    @Test
    void aClientThatLeavesIsNotWorthALine() throws Exception {
        CountDownLatch noticed = new CountDownLatch(1);
        server.exposition.writes(out -> {
            try {
                for (int i = 0; i < 1_000; i++) {
                    out.write(BLOCK);
                }
            } finally {
                noticed.countDown();
            }
        });

        try (LogCapture log = new LogCapture()) {
            try (Socket socket = server.socket()) {
                socket.getOutputStream()
                        .write("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readNBytes(1000);
            }
            noticed.await();
            server.exposition.writes(out -> out.write('x'));
            assertThat(server.get("/metrics").statusCode()).isEqualTo(200);

            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void givesUpOnAClientThatTakesLongerThanAMinute() throws Exception {
        byte[] page = TestServer.pageThatStalls();
        server.exposition.writes(out -> out.write(page));
        try (LogCapture log = new LogCapture();
                Socket idle = server.stalled("/metrics", "identity")) {
            server.time.advance(SharedPages.LONGEST_SENDING);
            server.get("/-/healthy"); // time goes on
            server.get("/metrics", "Accept-Encoding", "gzip");

            assertThat(restOf(idle)).isLessThan(page.length);
            assertThat(log.lines()).isEmpty();
        }
    }

    /** So many bytes as come until the connection ends, in whichever way. */
    private static int restOf(Socket socket) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        int count = 0;
        try {
            for (int read = 0; read >= 0; read = socket.getInputStream().read(buffer)) {
                count += read;
            }
        } catch (SocketException e) {
            return count;
        }
        return count;
    }
}
