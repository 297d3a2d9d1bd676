package trro.exporter.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static trro.exporter.support.ScriptedServer.json;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.pacing.Limiters;
import trro.exporter.pacing.Permit;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.support.FakeTime;
import trro.exporter.support.LocalServer;
import trro.exporter.support.RawServer;
import trro.exporter.support.ScriptedServer;

/** What the limiter hears of a call, over real connections: from when on it counts, and for how long. */
class LeavingCallTest {

    private static final HttpTransport TRANSPORT = HttpTransport.create(Map.of());

    /** At one a second, without jitter, as if calls arrived when they are granted. */
    private static final Duration NOT_COUNTED = Duration.ofSeconds(1);

    private static final Duration ON_A_KEPT_CONNECTION = Duration.ofMillis(1030);
    private static final Duration ON_A_NEW_CONNECTION = Duration.ofSeconds(3);

    private final FakeTime time = new FakeTime("2026-11-22T08:00:00Z");
    private final RateLimiter limiter = warm();

    @Test
    void aCallThatNeedsAConnectionMayArriveLate() throws Exception {
        List<Duration> spans;
        long begunNanos;
        do { // again where the machine stood still: after some seconds the server may have closed its connections
            begunNanos = System.nanoTime();
            try (ScriptedServer server = new ScriptedServer(json("{}"))) {
                spans = List.of(
                        untilNextAfter(server.uri()), untilNextAfter(server.uri()), untilNextAfter(server.uri()));
            }
        } while (System.nanoTime() - begunNanos > KeptConnections.SURELY_OPEN.toNanos());

        assertThat(spans).containsExactly(ON_A_NEW_CONNECTION, ON_A_KEPT_CONNECTION, ON_A_KEPT_CONNECTION);
    }

    @Test
    void aCallWhoseHandshakeIsSlowLeavesWhenItIsOver(@TempDir Path folder) throws Exception {
        Duration handshake = Duration.ofSeconds(20);
        try (SlowTlsServer server = new SlowTlsServer(folder, () -> time.advance(handshake))) {
            Permit permit = limiter.acquire();
            server.trustingTransport().exchange(post(server.uri()), permit); // not ended

            assertThat(untilNextAfter(permit)).isEqualTo(handshake.plus(ON_A_NEW_CONNECTION));
        }
    }

    @Test
    void aConnectionThatTheServerClosesIsNotKept() throws Exception {
        ScriptedServer.Answer last = exchange -> {
            exchange.getResponseHeaders().set("Connection", "close");
            json("{}").send(exchange);
        };
        try (ScriptedServer server = new ScriptedServer(last)) {
            assertThat(untilNextAfter(server.uri())).isEqualTo(ON_A_NEW_CONNECTION);
            assertThat(untilNextAfter(server.uri())).isEqualTo(ON_A_NEW_CONNECTION);
        }
    }

    @Test
    void aCallThatGotNoConnectionNeverLeft() throws Exception {
        Permit permit = limiter.acquire();
        try (Socket refusing = LocalServer.refusingPort()) {
            URI nobody = URI.create("http://127.0.0.1:" + refusing.getLocalPort());
            assertThatExceptionOfType(ApiException.class).isThrownBy(() -> TRANSPORT.exchange(post(nobody), permit));
        }
        permit.ended();

        assertThat(untilNextAfter(permit)).isEqualTo(NOT_COUNTED);
    }

    @Test
    void theClientDoesNotSendACallAgainByItself() throws Exception {
        try (RawServer server = new RawServer(RawServer.ok("{}"))) {
            untilNextAfter(server.uri());
            ApiException failure = failure(server.uri());

            assertThat(failure.code()).isEqualTo("Network");
            assertThat(server.heads()).hasSize(2);
        }
    }

    /** The client asks for the body again when it tries again, which it does for requests that may be repeated. */
    @Test
    void aSecondAttemptHasNoBodyAndIsNotCounted() throws Exception {
        Permit permit = limiter.acquire();
        CountedBody body = new CountedBody(BodyPublishers.ofString("{}"), permit, KeptConnections.Next.NEW);
        assertThat(sent(body)).isEqualTo("{}");
        Duration later = Duration.ofSeconds(2);
        time.advance(later);

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> sent(body))
                .withMessageEndingWith("a call is sent once");
        assertThat(untilNextAfter(permit)).isEqualTo(ON_A_NEW_CONNECTION);
    }

    private static String sent(CountedBody body) {
        BodySubscriber<String> client = BodySubscribers.ofString(UTF_8);
        body.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                client.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer bytes) {
                client.onNext(List.of(bytes));
            }

            @Override
            public void onError(Throwable failure) {
                client.onError(failure);
            }

            @Override
            public void onComplete() {
                client.onComplete();
            }
        });
        return client.getBody().toCompletableFuture().join();
    }

    /** A process that stood still may find that nothing may be sent at each of these looks. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aCallThatMayNotBeMadeAnyMoreIsHeldBackAtTheLastMoment(int goodLooks) throws Exception {
        AtomicInteger looks = new AtomicInteger(Integer.MAX_VALUE);
        RateLimiter gated = new Limiters(time, () -> looks.getAndDecrement() > 0)
                .limiter(List.of("key"), "https://here:443", "Ask", 1);
        try (RawServer server = new RawServer(RawServer.ok("{}"))) {
            TRANSPORT.exchange(post(server.uri()), gated.acquire());
            time.advance(Duration.ofMinutes(1));
            Permit permit = gated.acquire();
            looks.set(goodLooks);

            assertThatExceptionOfType(InterruptedException.class)
                    .isThrownBy(() -> TRANSPORT.exchange(post(server.uri()), permit));
            assertThat(server.heads())
                    .as("a head at most, which may still be on its way")
                    .hasSizeBetween(1, 2);
        }
    }

    private Duration untilNextAfter(URI uri) throws ApiException, InterruptedException {
        Permit permit = limiter.acquire();
        TRANSPORT.exchange(post(uri), permit); // not ended: the answer would say that it has arrived
        return untilNextAfter(permit);
    }

    private Duration untilNextAfter(Permit permit) throws InterruptedException {
        Permit next = limiter.acquire();
        Duration span = Duration.ofNanos(next.grantedNanos() - permit.grantedNanos());
        next.ended();
        time.advance(Duration.ofMinutes(1));
        return span;
    }

    private ApiException failure(URI uri) throws InterruptedException {
        Permit permit = limiter.acquire();
        return Objects.requireNonNull(
                catchThrowableOfType(ApiException.class, () -> TRANSPORT.exchange(post(uri), permit)));
    }

    private static HttpRequest post(URI uri) {
        return HttpRequest.newBuilder(uri)
                .POST(BodyPublishers.ofByteArray("{}".getBytes(UTF_8)))
                .build();
    }

    private RateLimiter warm() {
        try {
            RateLimiter one = new RateLimiter(1, time);
            Permit first = one.acquire();
            first.sent();
            first.ended();
            time.advance(Duration.ofMinutes(1));
            return one;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
