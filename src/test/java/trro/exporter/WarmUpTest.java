package trro.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import trro.exporter.time.SystemTime;

class WarmUpTest {

    @Test
    void answersAsAScrapeWouldAndLeavesNothingRunning() {
        Set<Thread> before = ofTheServer();

        String answer = WarmUp.answer(new SystemTime());

        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK")
                .containsPattern("Content-Type: text/plain; ?version=0.0.4")
                .contains("Content-Security-Policy: ");
        // a pool counts a thread as ended shortly before it has
        await().untilAsserted(() -> assertThat(ofTheServer()).isSubsetOf(before));
    }

    private static Set<Thread> ofTheServer() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("web"))
                .collect(Collectors.toSet());
    }
}
