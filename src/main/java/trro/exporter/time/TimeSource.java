package trro.exporter.time;

import java.time.Duration;
import java.time.Instant;

/** The one way to learn what time it is and to let time pass. */
public interface TimeSource {

    /** The wall clock: for calendars, timestamps and signatures. It may jump. */
    Instant now();

    /** A clock that never jumps, in nanoseconds from an arbitrary origin: for ages, waits and schedules. */
    long nanoTime();

    /** Returns after {@code duration}; at once if it is zero or negative. */
    void sleep(Duration duration) throws InterruptedException;
}
