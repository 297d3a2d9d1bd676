package trro.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import trro.exporter.support.FakeTime;
import trro.exporter.time.TimeSource;

/** A leader that ends waits for a follower, and not for ever. */
class HandOverTest {

    private final FakeTime time = new FakeTime("2026-11-22T08:00:00Z");

    @Test
    void whereNobodyFetchesThePictureItEndsAfterFifteenSeconds() throws Exception {
        HandOver handOver = new HandOver(time);
        handOver.pictureGiven(); // which was not the last one
        handOver.begin();

        assertThat(handOver.await()).isFalse();

        assertThat(time.nanoTime()).isEqualTo(Duration.ofSeconds(15).toNanos());
    }

    @Test
    void itWaitsNoLongerThanUntilTheLastPictureIsFetched() throws Exception {
        List<HandOver> ending = new ArrayList<>();
        TimeSource fetching = new FetchedAfterTwoSeconds(time, () -> ending.forEach(HandOver::pictureGiven));
        HandOver handOver = new HandOver(fetching);
        ending.add(handOver);
        handOver.begin();

        assertThat(handOver.await()).isTrue();

        assertThat(time.nanoTime()).isEqualTo(Duration.ofSeconds(2).toNanos());
    }

    /** Time in which a follower comes. */
    private record FetchedAfterTwoSeconds(FakeTime time, Runnable fetch) implements TimeSource {

        @Override
        public Instant now() {
            return time.now();
        }

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            time.sleep(duration);
            if (time.nanoTime() >= Duration.ofSeconds(2).toNanos()) {
                fetch.run();
            }
        }
    }
}
