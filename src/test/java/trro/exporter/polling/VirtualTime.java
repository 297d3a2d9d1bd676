package trro.exporter.polling;

import java.time.Duration;
import java.time.Instant;
import trro.exporter.time.TimeSource;

/** A clock that moves when it is slept on, for millions of sleeps. */
final class VirtualTime implements TimeSource {

    private final Instant start;
    private long nanos;

    VirtualTime(Instant start) {
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

    double seconds() {
        return nanos / 1e9;
    }
}
