package trro.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import trro.exporter.time.SystemTime;

class RehearsalTest {

    @Test
    void answersAsAScrapeWouldAndLeavesNothingRunning() {
        Set<Thread> before = ofTheServer();

        String answer = Rehearsal.answer(new SystemTime());

        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK")
                .containsPattern("Content-Type: text/plain; ?version=0.0.4")
                .contains("Content-Security-Policy: ");
        assertThat(ofTheServer()).isSubsetOf(before);
    }

    private static Set<Thread> ofTheServer() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("web"))
                .collect(Collectors.toSet());
    }
}
