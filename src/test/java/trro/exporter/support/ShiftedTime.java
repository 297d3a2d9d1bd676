package trro.exporter.support;

import java.time.Duration;
import java.time.Instant;
import trro.exporter.time.SystemTime;
import trro.exporter.time.TimeSource;

/** Time at its real pace from a chosen moment on, so that no test meets the border of an hour by chance. */
public final class ShiftedTime implements TimeSource {

    private final TimeSource real = new SystemTime();
    private final long startNanos = real.nanoTime();
    private final Instant start;

    public ShiftedTime(String start) {
        this.start = Instant.parse(start);
    }

    @Override
    public Instant now() {
        return start.plusNanos(real.nanoTime() - startNanos);
    }

    @Override
    public long nanoTime() {
        return real.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        real.sleep(duration);
    }
}
