package trro.exporter.time;

import java.time.Duration;
import java.time.Instant;

/**
 * One moment on both clocks.
 *
 * @param instant by the wall clock: for calendars and timestamps
 * @param nanos by the steady clock, from an arbitrary origin: for ages
 */
public record Moment(Instant instant, long nanos) {

    public static Moment now(TimeSource time) {
        return new Moment(time.now(), time.nanoTime());
    }

    /** The time since {@code earlier} by the steady clock, which a jump of the wall clock does not change. */
    public Duration since(Moment earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }
}
