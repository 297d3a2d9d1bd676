package trro.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.web.RawClient.HEALTHY;
import static trro.exporter.web.RawClient.PROBE;
import static trro.exporter.web.RawClient.answer;
import static trro.exporter.web.RawClient.ends;
import static trro.exporter.web.RawClient.send;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.support.Slow;

@Slow
@Timeout(60)
class ConnectionsTest {

    private final Deque<Socket> sockets = new ArrayDeque<>();
    private TestServer server;

    @BeforeEach
    void start() throws ListenException {
        server = TestServer.start();
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    private Socket open(String request) throws IOException {
        Socket socket = server.socket();
        sockets.add(socket);
        send(socket, request);
        return socket;
    }

    /** Whether the server ended one of the connections whose answers were under way first. */
    private boolean anyEnded() throws IOException {
        for (Socket socket : sockets.stream().limit(Connections.MOST).toList()) {
            if (ends(socket, 1)) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET", "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n"})
    void aFirstHeadThatIsNotWholeAfterTenSecondsEndsItsConnection(String beginning) throws Exception {
        Socket slow = open(beginning);
        for (int i = 0; i < 5; i++) { // several, since each is of one of the server's selectors
            answer(open(PROBE));
        }
        server.time.advance(Connections.LONGEST_HEAD);
        assertThat(ends(slow, 600)).isFalse();

        server.time.advance(Duration.ofNanos(1));

        assertThat(ends(slow, 10_000)).isTrue();
    }

    @Test
    void aLineNowAndThenDoesNotHelp() throws Exception {
        Socket slow = open("GET / HTTP/1.1\r\nHost: a\r\n");
        answer(open(PROBE));
        server.time.advance(Duration.ofSeconds(8));
        send(slow, "X: y\r\n");
        assertThat(ends(slow, 600)).isFalse();

        server.time.advance(Duration.ofSeconds(8));

        assertThat(ends(slow, 10_000)).isTrue();
    }

    @Test
    void aLaterHeadHasTenSecondsFromItsFirstByte() throws Exception {
        Socket socket = open(PROBE);
        answer(socket);
        server.time.advance(Duration.ofSeconds(25));
        assertThat(ends(socket, 600)).isFalse();
        send(socket, PROBE);
        answer(socket);

        send(socket, "GET / HTTP/1.1\r\n");

        while (!ends(socket, 100)) { // whenever the server sees the first byte
            server.time.advance(Duration.ofSeconds(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n"})
    void whoWaitsLongestGoesFirstWhenThereAreTooMany(String beginning) throws Exception {
        List<Socket> waiting = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            server.time.advance(Duration.ofMillis(1));
            waiting.add(open(beginning));
        }

        for (int i = 0; i < 10; i++) {
            assertThat(answer(open(PROBE))).startsWith("HTTP/1.1 200 ");
            assertThat(server.get("/metrics").statusCode()).isEqualTo(200);
        }

        assertThat(ends(waiting.get(0), 10_000)).isTrue();
        assertThat(ends(waiting.get(299), 600)).isFalse();
    }

    @Test
    void anAnswerThatIsUnderWayForASecondMakesRoomToo() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        server.exposition.writes(out -> goOn.await());
        List<Socket> scrapes = new ArrayList<>();
        for (int i = 0; i < Connections.MOST; i++) {
            scrapes.add(open("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n"));
        }
        String probe = "GET /-/healthy HTTP/1.0\r\n\r\n";
        assertThat(server.raw(probe)).endsWith(HEALTHY); // there is room for a moment; by now all are under way
        server.time.advance(Connections.GRACE);

        assertThat(server.raw(probe)).endsWith(HEALTHY);

        goOn.countDown();
        int ended = 0;
        for (Socket scrape : scrapes) {
            ended += scrape.getInputStream().read() < 0 ? 1 : 0;
        }
        assertThat(ended).isEqualTo(1);
    }

    @Test
    void anAnswerWhoseConnectionWasEndedEndsWithoutAWord() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        server.exposition.writes(out -> goOn.await());
        for (int i = 0; i < Connections.MOST; i++) {
            open("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        String probe = "GET /-/healthy HTTP/1.0\r\n\r\n";
        assertThat(server.raw(probe)).endsWith(HEALTHY); // by now all are under way
        try (LogCapture log = new LogCapture()) {
            for (int i = 0; i < 20; i++) { // each of which takes the place of one
                server.time.advance(Connections.GRACE);
                open(PROBE);
            }
            while (!anyEnded()) {
                Thread.onSpinWait();
            }

            goOn.countDown();
            assertThat(server.raw(probe)).endsWith(HEALTHY);
            for (int i = 0; i < 5; i++) {
                assertThat(server.get("/metrics").statusCode()).isEqualTo(200);
            }

            assertThat(log.lines()).isEmpty();
        }
    }
}
