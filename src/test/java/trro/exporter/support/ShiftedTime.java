package trro.exporter.support;

import java.time.Duration;
import java.time.Instant;
import trro.exporter.time.SystemTime;
import trro.exporter.time.TimeSource;

/** Time that passes as it does, on a wall clock that a test sets. Thread-safe. */
public final class ShiftedTime implements TimeSource {

    private final SystemTime time = new SystemTime();
    private volatile Duration shift;

    public ShiftedTime(String now) {
        shift = Duration.between(time.now(), Instant.parse(now));
    }

    /** From now on the wall clock goes on from here. */
    public void setWallClock(String now) {
        shift = Duration.between(time.now(), Instant.parse(now));
    }

    @Override
    public Instant now() {
        return time.now().plus(shift);
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        time.sleep(duration);
    }
}
