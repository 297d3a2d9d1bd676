package trro.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import trro.exporter.FullHeap.Reading;
import trro.exporter.support.FakeTime;

class FullHeapTest {

    private static final long MOST = 20_000_000;
    private static final long NEARLY_ALL = 19_500_000;
    private static final long A_LOT = 18_500_000;

    private final FakeTime time = new FakeTime("2026-11-22T08:00:00Z");

    @Test
    void aHeapThatIsOnlyCollectedAndStaysFullIsFullAfterSeconds() {
        assertThat(momentsOf(second -> NEARLY_ALL, second -> second * 600)).startsWith(6L, 12L);
    }

    @Test
    void aFullHeapThatDoesItsWorkIsLeftAlone() {
        assertThat(momentsOf(second -> NEARLY_ALL, second -> second * 400)).isEmpty();
    }

    @Test
    void aHeapThatIsOftenCollectedWithSuccessIsLeftAlone() {
        assertThat(momentsOf(second -> A_LOT, second -> second * 990)).isEmpty();
        assertThat(momentsOf(second -> second % 5 == 0 ? A_LOT : NEARLY_ALL, second -> second * 990))
                .isEmpty();
    }

    @Test
    void timeInWhichTheProcessStoodStillIsNoCollecting() {
        assertThat(momentsOf(
                        second -> {
                            time.advance(Duration.ofSeconds(2)); // stopped and continued
                            return NEARLY_ALL;
                        },
                        second -> second * 300))
                .isEmpty();
    }

    @Test
    void theHeapOfThisProcessIsReadable() {
        System.gc();

        Reading reading = Reading.now();

        assertThat(reading.used()).isBetween(1_000_000L, reading.most());
        assertThat(reading.collectingMillis()).isPositive();
        assertThat(reading.isFull()).isFalse();
    }

    /** The seconds at which the heap was found full within a minute, of a heap that behaves like this by the second. */
    private List<Long> momentsOf(LongUnaryOperator used, LongUnaryOperator collectingMillis) {
        List<Long> moments = new ArrayList<>();
        time.endAfter(Duration.ofMinutes(1));
        long startNanos = time.nanoTime();
        LongSupplier second =
                () -> Duration.ofNanos(time.nanoTime() - startNanos).toSeconds();
        new FullHeap(
                        () -> new Reading(
                                used.applyAsLong(second.getAsLong()),
                                MOST,
                                collectingMillis.applyAsLong(second.getAsLong())),
                        () -> moments.add(second.getAsLong()),
                        time)
                .run();
        assertThat(Thread.interrupted()).isTrue();
        return moments;
    }
}
