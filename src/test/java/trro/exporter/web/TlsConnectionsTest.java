package trro.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static trro.exporter.web.RawClient.PROBE;
import static trro.exporter.web.RawClient.answer;
import static trro.exporter.web.RawClient.ends;
import static trro.exporter.web.RawClient.send;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.support.Slow;
import trro.exporter.support.TestCertificate;

/** The limits of {@link ConnectionsTest} hold over TLS, too: a handshake is the beginning of a head. */
@Slow
class TlsConnectionsTest {

    private static final TestCertificate SERVER = TestCertificate.ofServer();

    private final Deque<Socket> sockets = new ArrayDeque<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        SERVER.write(folder, "server");
        server = TestServer.start(folder, "tls_server_config: { cert_file: server.crt, key_file: server.key }");
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    private Socket open(String beginning) throws IOException {
        Socket socket = server.socket();
        sockets.add(socket);
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private SSLSocket shaken() throws IOException {
        SSLSocket socket = (SSLSocket)
                SERVER.trusting().getSocketFactory().createSocket(open(""), "localhost", server.port(), true);
        socket.startHandshake();
        return socket;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0016", "\u0016\u0003\u0001\u0001\u0000\u0001\u0000\u0000\u00fc"})
    void aHandshakeThatIsNotWholeAfterTenSecondsEndsItsConnection(String beginning) throws Exception {
        Socket slow = open(beginning);
        SSLSocket probe = shaken();
        send(probe, PROBE);
        answer(probe); // by then both are known
        server.time.advance(Connections.LONGEST_HEAD);
        assertThat(ends(slow, 600)).isFalse();

        server.time.advance(Duration.ofNanos(1));

        assertThat(ends(slow, 10_000)).isTrue();
    }

    /** It is read by two parts of the server: the one that finds TLS, and TLS. */
    @Test
    void aHandshakeHasTenSecondsFromItsFirstByteOn() throws Exception {
        Socket slow = open("\u0016");
        SSLSocket probe = shaken();
        send(probe, PROBE);
        answer(probe); // by then the first byte was read
        server.time.advance(Duration.ofSeconds(8));
        slow.getOutputStream().write(new byte[] {3, 1, 1});
        assertThat(ends(slow, 600)).isFalse();

        server.time.advance(Duration.ofSeconds(3));

        assertThat(ends(slow, 10_000)).isTrue();
    }

    @Test
    void handshakeAndFirstHeadHaveTenSecondsTogether() throws Exception {
        SSLSocket slow = shaken();
        server.time.advance(Duration.ofSeconds(8));
        send(slow, "GET / HTTP/1.1\r\n");
        assertThat(ends(slow, 600)).isFalse();

        server.time.advance(Duration.ofSeconds(3));

        assertThat(ends(slow, 10_000)).isTrue();
    }

    @Test
    void aConnectionThatWaitsIsLeftAloneAndALaterHeadHasTenSeconds() throws Exception {
        SSLSocket socket = shaken();
        send(socket, PROBE);
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

    @Test
    void handshakesThatWaitLongestGoFirstWhenThereAreTooMany() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            waiting.add(open("\u0016"));
            if (i % 100 == 99) {
                SSLSocket probe = shaken();
                send(probe, PROBE);
                answer(probe); // by now those before are known
                server.time.advance(Duration.ofSeconds(1));
            }
        }

        await().until(() -> ended(waiting.subList(0, 100)) >= 300 - Connections.MOST);
        assertThat(ended(waiting.subList(200, 300))).isZero();
    }

    private static int ended(List<Socket> sockets) throws IOException {
        int ended = 0;
        for (Socket socket : sockets) {
            ended += ends(socket, 1) ? 1 : 0;
        }
        return ended;
    }

    /** Connections of HTTP/2 carry many requests each. */
    @Test
    void theConnectionWithMostRequestsEndsWhereRequestsAreTooMany() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        server.exposition.writes(out -> goOn.await());
        List<CompletableFuture<HttpResponse<String>>> scrapes = new ArrayList<>();
        for (int connection = 0; connection < 7; connection++) {
            HttpClient client =
                    HttpClient.newBuilder().sslContext(SERVER.trusting()).build();
            assertThat(client.send(request("/-/healthy"), HttpResponse.BodyHandlers.ofString())
                            .version())
                    .isEqualTo(HttpClient.Version.HTTP_2);
            for (int i = 0; i < 90; i++) {
                scrapes.add(client.sendAsync(request("/metrics"), HttpResponse.BodyHandlers.ofString()));
            }
        }

        await().until(() -> scrapes.stream()
                        .filter(CompletableFuture::isCompletedExceptionally)
                        .count()
                >= 90);
        goOn.countDown();

        assertThat(scrapes.size()).isGreaterThan(Connections.HARD_LIMIT);
        await().until(() -> scrapes.stream().allMatch(CompletableFuture::isDone));
        assertThat(scrapes.stream().filter(scrape -> !scrape.isCompletedExceptionally()))
                .hasSizeBetween(400, Connections.HARD_LIMIT);
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + path))
                .timeout(Duration.ofSeconds(60))
                .build();
    }
}
