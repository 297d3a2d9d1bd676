package trro.exporter.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static trro.exporter.support.ScriptedServer.json;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.support.LocalServer;
import trro.exporter.support.RawServer;
import trro.exporter.support.ScriptedServer;

class HttpTransportTest {

    private static final HttpTransport TRANSPORT = HttpTransport.create(Map.of());

    @Test
    void aBodyOverTheLimitIsMalformedAndNotReadToItsEnd() {
        ScriptedServer.Answer endless = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = " ".repeat(64 << 10).getBytes(UTF_8);
            try {
                while (true) {
                    exchange.getResponseBody().write(chunk);
                }
            } catch (IOException e) {
                // The client hung up, as it should.
            }
        };
        try (ScriptedServer server = new ScriptedServer(endless)) {
            HttpTransport small = TRANSPORT.withLimits(Duration.ofSeconds(20), 1 << 20);

            ApiException failure = failure(small, server.uri());

            assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
            assertThat(failure)
                    .hasMessage("the answer cannot be used: " + server.uri().getAuthority()
                            + " sent more than 1048576 bytes");
        }
    }

    /** None of the two answers is over its own limit. */
    @Test
    void answersUnderWayAreBoundedTogether() throws Exception {
        Semaphore room = new Semaphore(10);
        BoundedBody first = body(room);
        BoundedBody second = body(room);

        first.onNext(List.of(ByteBuffer.allocate(6)));
        second.onNext(List.of(ByteBuffer.allocate(6)));
        first.onComplete();

        assertThat(first.getBody().toCompletableFuture().get()).hasSize(6);
        CompletableFuture<byte[]> refused = second.getBody().toCompletableFuture();
        IOException cause = (IOException) Objects.requireNonNull(
                catchThrowableOfType(ExecutionException.class, refused::get).getCause());
        ApiException failure = TRANSPORT.failure(URI.create("https://trro.example"), cause);
        assertThat(failure.kind()).isEqualTo(Kind.NETWORK);
        assertThat(failure)
                .hasMessage("trro.example and others sent so much at the same time that it was not read; it is asked"
                        + " again");
    }

    @Test
    void anAnswerThatIsOverGivesItsRoomBack() {
        Semaphore room = new Semaphore(10);
        BoundedBody read = body(room);
        read.onNext(List.of(ByteBuffer.allocate(6)));
        read.close();
        read.onNext(List.of(ByteBuffer.allocate(6))); // too late
        read.close();

        assertThat(room.tryAcquire(10)).isTrue();
        assertThat(room.tryAcquire(1)).isFalse();
    }

    private static BoundedBody body(Semaphore room) {
        return new BoundedBody(8, room, Duration.ofSeconds(20));
    }

    @Test
    void whatTheJdkSaysIsKeptShort() {
        IOException wordy = new IOException("Invalid status line: \"" + "\u009b31m\n".repeat(100_000) + "\"");

        ApiException failure = TRANSPORT.failure(URI.create("https://trro.example"), wordy);

        assertThat(failure.getMessage()).hasSizeLessThan(650).doesNotContain("\n", "\u009b");
    }

    @Test
    void aBodyOfExactlyTheLimitIsRead() throws Exception {
        try (ScriptedServer server = new ScriptedServer(json("12345"))) {
            HttpTransport exact = TRANSPORT.withLimits(Duration.ofSeconds(20), 5);

            assertThat(get(exact, server.uri())).hasSize(5);
        }
    }

    /** Java's client has no exception of its own for them. */
    @ParameterizedTest
    @ValueSource(strings = {"0x10", "10000000000000000000000", "ten"})
    void aLengthThatIsNoNumberIsANetworkFailure(String length) {
        try (RawServer server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n{}")) {
            ApiException failure = failure(TRANSPORT, server.uri());

            assertThat(failure.code()).isEqualTo("Network");
            assertThat(failure)
                    .hasMessage(server.uri().getAuthority() + " broke the connection (the answer has a header that"
                            + " cannot be read); check proxies and firewalls if it goes on");
        }
    }

    /** Nothing was sent, and no answer came. */
    @ParameterizedTest
    @ValueSource(
            strings = {"prometheus.invalid.", "a-name-with-more-than-the-sixty-three-letters-that-a-label-of-dns-has"})
    void aHostThatTlsDoesNotTakeIsNoProblemOfAnAnswer(String host) {
        assertThat(failure(TRANSPORT, URI.create("https://" + host)))
                .message()
                .startsWith(host + " broke the connection (")
                .containsAnyOf("cannot have the trailing dot", "label in the input is too long");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHangBeforeOrInsideTheBodyIsATimeout(boolean headersFirst) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        ScriptedServer.Answer hang = exchange -> {
            if (headersFirst) {
                exchange.sendResponseHeaders(200, 100);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
            }
            await(end);
        };
        try (ScriptedServer server = new ScriptedServer(json("{}"), hang)) {
            get(TRANSPORT, server.uri()); // which leaves a connection: making one could take that long already
            HttpTransport hasty = TRANSPORT.withLimits(Duration.ofMillis(300), 1000);

            ApiException failure = failure(hasty, server.uri());
            end.countDown();

            assertThat(failure.kind()).isEqualTo(Kind.NETWORK);
            assertThat(failure.code()).isEqualTo("Timeout");
            assertThat(failure)
                    .hasMessage(server.uri().getAuthority() + " gave no whole answer within 0.3 s; check the network,"
                            + " firewalls and the proxy settings if it goes on");
        }
    }

    /** The server learns it, since the connection is closed and not left to whoever may answer it later. */
    @Test
    void aBodyThatTakesTooLongIsNotReadToItsEnd() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch hungUp = new CountDownLatch(1);
        ScriptedServer.Answer trickle = exchange -> {
            begun.countDown();
            exchange.sendResponseHeaders(200, 0);
            try {
                while (true) {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                }
            } catch (IOException e) {
                hungUp.countDown();
            }
        };
        try (ScriptedServer server = new ScriptedServer(trickle)) {
            HttpTransport hasty = TRANSPORT.withLimits(Duration.ofMillis(300), 1 << 30);
            do { // more than once where the call did not even leave in time
                assertThat(failure(hasty, server.uri()).code()).isEqualTo("Timeout");
            } while (begun.getCount() > 0);

            hungUp.await();
        }
    }

    /** On machines of one or two processors, asynchronous sending starts a thread for each call. */
    @Test
    void callsOneAfterAnotherStartNoThreadEach() throws Exception {
        try (ScriptedServer server = new ScriptedServer(json("{}"))) {
            get(TRANSPORT, server.uri());
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long before = threads.getTotalStartedThreadCount();

            for (int call = 0; call < 100; call++) {
                get(TRANSPORT, server.uri());
            }

            assertThat(threads.getTotalStartedThreadCount() - before).isLessThan(50);
        }
    }

    @Test
    void aRefusedConnectionSaysWhereAndWhatToCheck() throws IOException {
        try (Socket refusing = LocalServer.refusingPort()) {
            String address = "127.0.0.1:" + refusing.getLocalPort();

            ApiException failure = failure(TRANSPORT, URI.create("http://" + address));

            assertThat(failure.kind()).isEqualTo(Kind.NETWORK);
            assertThat(failure.code()).isEqualTo("Network");
            assertThat(failure)
                    .hasMessageStartingWith(address + " could not be connected to")
                    .hasMessageEndingWith("; check that it is up, firewalls and the proxy settings");
        }
    }

    @Test
    void anUnknownHostSaysSo() {
        ApiException failure = failure(TRANSPORT, URI.create("http://trro.invalid"));

        assertThat(failure.code()).isEqualTo("Network");
        assertThat(failure).hasMessage("trro.invalid cannot be resolved; check the name, DNS and the proxy settings");
    }

    @Test
    void aBrokenConnectionIsANetworkFailure() {
        try (ScriptedServer server = new ScriptedServer(HttpExchange::close)) {
            ApiException failure = failure(TRANSPORT, server.uri());

            assertThat(failure.kind()).isEqualTo(Kind.NETWORK);
            assertThat(failure.code()).isEqualTo("Network");
            assertThat(failure)
                    .hasMessageStartingWith(server.uri().getAuthority() + " broke the connection")
                    .hasMessageEndingWith("; check proxies and firewalls if it goes on");
        }
    }

    /** Without a server: a handshake that fails on JDK 17 is sometimes reported only as a connect timeout. */
    @Test
    void anUntrustedServerIsANetworkFailure() {
        IOException untrusted = new SSLHandshakeException("PKIX path building failed");

        ApiException failure = TRANSPORT.failure(URI.create("https://trro.example"), untrusted);

        assertThat(failure.kind()).isEqualTo(Kind.NETWORK);
        assertThat(failure.code()).isEqualTo("Network");
        assertThat(failure)
                .hasCause(untrusted)
                .hasMessage(
                        "trro.example offers no TLS connection that can be trusted (PKIX path building failed); check"
                                + " the clock, the trusted certificates, and whether a proxy intercepts TLS");
    }

    @Test
    void aConnectionThatIsNotMadeInTimeIsATimeout() {
        ApiException failure =
                TRANSPORT.failure(URI.create("https://trro.example"), new HttpConnectTimeoutException("too late"));

        assertThat(failure.kind()).isEqualTo(Kind.NETWORK);
        assertThat(failure.code()).isEqualTo("Timeout");
        assertThat(failure)
                .hasMessage("trro.example could not be connected to in time; check the network, firewalls and the proxy"
                        + " settings if it goes on");
    }

    @Test
    void anInterruptEndsTheCall() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        ScriptedServer.Answer hang = exchange -> {
            arrived.countDown();
            await(end);
        };
        try (ScriptedServer server = new ScriptedServer(hang)) {
            FutureTask<byte[]> call = new FutureTask<>(() -> get(TRANSPORT, server.uri()));
            Thread thread = new Thread(call);
            thread.start();
            arrived.await();

            thread.interrupt();

            ExecutionException failure = catchThrowableOfType(ExecutionException.class, call::get);
            end.countDown();
            assertThat(failure).hasCauseInstanceOf(InterruptedException.class);
        }
    }

    private static byte[] get(HttpTransport transport, URI uri) throws ApiException, InterruptedException {
        return transport.exchange(HttpRequest.newBuilder(uri).GET().build()).body();
    }

    private static ApiException failure(HttpTransport transport, URI uri) {
        return Objects.requireNonNull(catchThrowableOfType(ApiException.class, () -> get(transport, uri)));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
