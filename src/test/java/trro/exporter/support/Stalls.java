package trro.exporter.support;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Notices how long this machine lets threads wait beyond what they asked for: promises in milliseconds end there. */
public final class Stalls implements AutoCloseable {

    private static final long STEP_NANOS = Duration.ofMillis(1).toNanos();

    private final Thread watcher = new Thread(this::watch, "stalls");
    private volatile long longestNanos;
    private volatile boolean closed;

    public Stalls() {
        watcher.setDaemon(true);
        watcher.start();
    }

    public Duration longest() {
        return Duration.ofNanos(longestNanos);
    }

    @Override
    public void close() {
        closed = true;
    }

    private void watch() {
        while (!closed) {
            long before = System.nanoTime();
            LockSupport.parkNanos(STEP_NANOS);
            longestNanos = Math.max(longestNanos, System.nanoTime() - before - STEP_NANOS);
        }
    }
}
