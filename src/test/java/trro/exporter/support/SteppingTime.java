package trro.exporter.support;

import java.time.Duration;
import java.time.Instant;
import trro.exporter.time.TimeSource;

/**
 * Time that moves when it is slept on, for millions of sleeps: unlike {@link FakeTime} it remembers none. For one
 * thread.
 */
public final class SteppingTime implements TimeSource {

    private final Instant start;
    private long nanos;

    public SteppingTime(Instant start) {
        this.start = start;
    }

    @Override
    public Instant now() {
        return start.plusNanos(nanos);
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public void sleep(Duration duration) {
        nanos += Math.max(0, duration.toNanos());
    }

    public double seconds() {
        return nanos / 1e9;
    }
}
