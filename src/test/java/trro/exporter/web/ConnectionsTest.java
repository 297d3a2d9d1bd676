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
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.support.Slow;

@Slow
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

    /** Each selector of the server opens its connections in order, and has one of these probes. */
    private void untilTheServerSawAll() throws IOException {
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            answer(open(PROBE));
        }
    }

    /** As many scrapes under way as connections may be open, which the server may not have seen yet. */
    private void openScrapes() throws IOException {
        for (int i = 0; i < Connections.MOST; i++) {
            open("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n");
        }
    }

    /** The number of connections that the server ended, of those that a test opened. */
    private int ended() throws IOException {
        int ended = 0;
        for (Socket socket : sockets) {
            ended += ends(socket, 1) ? 1 : 0;
        }
        return ended;
    }

    /** Probes until the server has seen all scrapes and ended one of them; returns the number of probes. */
    private int probeUntilAScrapeEnds() throws IOException {
        int probes = 0;
        while (ended() == 0 && probes < 100) {
            server.time.advance(Connections.GRACE);
            assertThat(server.raw("GET /-/healthy HTTP/1.0\r\n\r\n")).endsWith(HEALTHY);
            probes++;
        }
        return probes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET", "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n"})
    void aFirstHeadThatIsNotWholeAfterTenSecondsEndsItsConnection(String beginning) throws Exception {
        Socket slow = open(beginning);
        untilTheServerSawAll();
        server.time.advance(Connections.LONGEST_HEAD);
        assertThat(ends(slow, 600)).isFalse();

        server.time.advance(Duration.ofNanos(1));

        assertThat(ends(slow, 60_000)).isTrue();
    }

    @Test
    void aLineNowAndThenDoesNotHelp() throws Exception {
        Socket slow = open("GET / HTTP/1.1\r\nHost: a\r\n");
        untilTheServerSawAll();
        server.time.advance(Duration.ofSeconds(8));
        send(slow, "X: y\r\n");
        assertThat(ends(slow, 600)).isFalse();

        server.time.advance(Duration.ofSeconds(8));

        assertThat(ends(slow, 60_000)).isTrue();
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
        Socket first = open(beginning);
        untilTheServerSawAll();
        server.time.advance(Duration.ofMillis(1));
        for (int i = 0; i < 300; i++) {
            open(beginning);
        }
        untilTheServerSawAll();
        server.time.advance(Duration.ofMillis(1));
        Socket last = open(beginning);

        for (int i = 0; i < 10; i++) {
            assertThat(answer(open(PROBE))).startsWith("HTTP/1.1 200 ");
            assertThat(server.get("/metrics").statusCode()).isEqualTo(200);
        }

        assertThat(ends(first, 60_000)).isTrue();
        assertThat(ends(last, 600)).isFalse();
    }

    @Test
    void anAnswerThatIsUnderWayForASecondMakesRoomToo() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        server.exposition.writes(out -> goOn.await());
        openScrapes();

        int probes = probeUntilAScrapeEnds();

        goOn.countDown();
        assertThat(ended()).isBetween(1, probes);
    }

    @Test
    void anAnswerWhoseConnectionWasEndedEndsWithoutAWord() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        server.exposition.writes(out -> goOn.await());
        openScrapes();
        try (LogCapture log = new LogCapture()) {
            probeUntilAScrapeEnds();

            goOn.countDown();
            for (int i = 0; i < 5; i++) {
                assertThat(server.get("/metrics").statusCode()).isEqualTo(200);
            }

            assertThat(log.lines()).isEmpty();
        }
    }
}
