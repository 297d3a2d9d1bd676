package trro.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import trro.exporter.support.EventTime;

/** A leader that ends waits for a follower, and not for ever. */
class LeaderHandOverTest {

    private final EventTime time = new EventTime();
    private final LeaderHandOver handOver = new LeaderHandOver(time);

    @Test
    void whereNobodyFetchesThePictureItEndsAfterFifteenSeconds() throws Exception {
        handOver.pictureGiven(); // which was not the last one
        handOver.begin();

        assertThat(handOver.await()).isFalse();

        assertThat(time.nanoTime()).isEqualTo(Duration.ofSeconds(15).toNanos());
    }

    @Test
    void itWaitsNoLongerThanUntilTheLastPictureIsFetched() throws Exception {
        handOver.begin();
        time.after(Duration.ofSeconds(2).toNanos(), handOver::pictureGiven);

        assertThat(handOver.await()).isTrue();

        assertThat(time.nanoTime()).isEqualTo(Duration.ofSeconds(2).toNanos());
    }
}
