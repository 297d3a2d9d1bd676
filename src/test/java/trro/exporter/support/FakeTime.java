package trro.exporter.support;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import trro.exporter.time.TimeSource;

/** Time that moves only when somebody sleeps or a test moves it. Thread-safe. */
public final class FakeTime implements TimeSource {

    private final List<Duration> sleeps = new ArrayList<>();
    private Instant now;
    private long nanos;
    private long endNanos = Long.MAX_VALUE;
    private Runnable meanwhile = () -> {};

    public FakeTime(String now) {
        this.now = Instant.parse(now);
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    @Override
    public synchronized void sleep(Duration duration) throws InterruptedException {
        if (duration.toNanos() > endNanos - nanos) {
            throw new InterruptedException("the end of the test");
        }
        if (!duration.isNegative() && !duration.isZero()) {
            sleeps.add(duration);
            advance(duration);
        }
        meanwhile.run();
    }

    /** What others do whenever somebody sleeps. */
    public synchronized void meanwhile(Runnable task) {
        meanwhile = task;
    }

    /** A sleep beyond this span from now is interrupted, as the exporter does when it stops. */
    public synchronized void endAfter(Duration span) {
        endNanos = nanos + span.toNanos();
    }

    /** Both clocks move on. */
    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
        nanos += duration.toNanos();
    }

    /** The wall clock is set, forwards or backwards; the steady clock does not notice. */
    public synchronized void setWallClock(Instant instant) {
        now = instant;
    }

    /** Every wait so far. */
    public synchronized List<Duration> sleeps() {
        return List.copyOf(sleeps);
    }
}
