package trro.exporter.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import trro.exporter.support.LoggedLines;
import trro.exporter.support.Slow;

/** The thread of Java's HTTP client ends without a word for want of memory, and calls would wait for it for ever. */
@Slow
class HttpClientEndTest {

    private final Set<Thread> others = selectors();
    private final HttpTransport transport = HttpTransport.create(Map.of()).withLimits(Duration.ofSeconds(2), 1000);

    private static Set<Thread> selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().endsWith("-SelectorManager"))
                .collect(Collectors.toSet());
    }

    private void endClient() {
        Set<Thread> own = new HashSet<>(selectors());
        own.removeAll(others);
        assertThat(own).hasSize(1);
        own.forEach(Thread::interrupt); // at which it ends
        await().until(() -> own.stream().noneMatch(Thread::isAlive));
    }

    private static HttpRequest post(int port) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port))
                .POST(HttpRequest.BodyPublishers.ofByteArray("{}".getBytes(UTF_8)))
                .build();
    }

    @Test
    void theNextCallIsWantOfMemory() {
        assertThatThrownBy(() -> transport.exchange(post(1))).isInstanceOf(ApiException.class); // makes the client
        endClient();

        assertThatThrownBy(() -> transport.exchange(post(1)))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("the HTTP client's thread has ended, most likely for want of memory");
    }

    @Test
    void aCallUnderWayIsLoggedAsWantOfMemoryWhenItsTimeIsOver() throws Exception {
        try (LoggedLines log = new LoggedLines(HttpTransport.class);
                ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread call = new Thread(() -> assertThatThrownBy(() -> transport.exchange(post(silent.getLocalPort())))
                    .isInstanceOf(Exception.class));
            call.setDaemon(true); // it may wait for ever
            call.start();
            silent.accept();

            endClient();

            await().untilAsserted(() ->
                    assertThat(log.containing("calls are answered no more")).hasSize(1));
        }
    }
}
