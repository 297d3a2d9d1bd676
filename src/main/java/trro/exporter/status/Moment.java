package trro.exporter.status;

import java.time.Duration;
import java.time.Instant;
import trro.exporter.snapshot.LatestStatistics;
import trro.exporter.time.TimeSource;

/**
 * One moment on both clocks.
 *
 * @param instant by the wall clock, for calendars
 * @param nanos by the steady clock, for ages
 */
public record Moment(Instant instant, long nanos) {

    public static Moment now(TimeSource time) {
        return new Moment(time.now(), time.nanoTime());
    }

    /** How old an answer is. */
    Duration since(LatestStatistics answer) {
        return Duration.ofNanos(nanos - answer.answeredNanos());
    }
}
