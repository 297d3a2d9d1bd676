package trro.exporter.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import trro.exporter.api.KeptConnections.Next;

class KeptConnectionsTest {

    private final KeptConnections kept = new KeptConnections(Duration.ofSeconds(30));

    private static long at(int second) {
        return Duration.ofSeconds(second).toNanos();
    }

    @Test
    void theFirstCallsOpenConnections() {
        assertThat(kept.take(at(0))).isEqualTo(Next.NEW);
        assertThat(kept.take(at(0))).isEqualTo(Next.NEW);
    }

    @Test
    void aConnectionServesOneCallAtATime() {
        kept.put(at(0));
        kept.put(at(0));

        assertThat(kept.take(at(1))).isEqualTo(Next.OPEN);
        assertThat(kept.take(at(1))).isEqualTo(Next.OPEN);
        assertThat(kept.take(at(1))).isEqualTo(Next.NEW);
    }

    @Test
    void theServerMayHaveClosedOneThatWasIdleForSeconds() {
        kept.put(at(0));
        kept.put(at(3));

        assertThat(kept.take(at(5))).as("the one that was idle for longest").isEqualTo(Next.STALE);
        assertThat(kept.take(at(5))).isEqualTo(Next.OPEN);
    }

    @Test
    void nobodyKeepsAConnectionForLongerThanTheClient() {
        kept.put(at(0));
        kept.put(at(20));

        assertThat(kept.take(at(31))).isEqualTo(Next.STALE);
        assertThat(kept.take(at(31))).isEqualTo(Next.NEW);
    }

    @Test
    void aFailureSaysNothingGoodAboutTheOthers() {
        kept.put(at(0));
        kept.clear();

        assertThat(kept.take(at(0))).isEqualTo(Next.NEW);
    }
}
