package trro.exporter.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SystemTimeTest {

    private final SystemTime time = new SystemTime();

    @Test
    void sleepsAtLeastAsLongAsItIsTold() throws InterruptedException {
        long start = time.nanoTime();

        time.sleep(Duration.ofMillis(3));

        assertThat(time.nanoTime() - start)
                .isGreaterThanOrEqualTo(Duration.ofMillis(3).toNanos());
    }

    @Test
    void anInterruptEndsTheSleep() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> time.sleep(Duration.ofDays(1))).isInstanceOf(InterruptedException.class);
    }

    @Test
    void doesNotSleepForNoTime() throws InterruptedException {
        Thread.currentThread().interrupt();

        time.sleep(Duration.ZERO);
        time.sleep(Duration.ofSeconds(-1));

        assertThat(Thread.interrupted()).as("not looked at").isTrue();
    }
}
