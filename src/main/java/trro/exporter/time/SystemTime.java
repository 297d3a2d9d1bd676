package trro.exporter.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The machine's own clocks. Sleeps end within microseconds of the asked moment, since a late wake-up costs pace. */
public final class SystemTime implements TimeSource {

    /** A thread may be woken this late; the rest of the wait is spent spinning, 1 % of a core at 20 waits a second. */
    private static final long WAKE_UP_NANOS = 500_000;

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        long endNanos = System.nanoTime() + duration.toNanos();
        for (long leftNanos = duration.toNanos(); leftNanos > 0; leftNanos = endNanos - System.nanoTime()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (leftNanos > WAKE_UP_NANOS) {
                LockSupport.parkNanos(leftNanos - WAKE_UP_NANOS);
            } else {
                Thread.onSpinWait();
            }
        }
    }
}
