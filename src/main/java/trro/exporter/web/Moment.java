package trro.exporter.web;

import java.time.Instant;
import trro.exporter.time.TimeSource;

/**
 * One moment on both clocks.
 *
 * @param instant by the wall clock, for calendars
 * @param nanos by the steady clock, for ages
 */
record Moment(Instant instant, long nanos) {

    static Moment now(TimeSource time) {
        return new Moment(time.now(), time.nanoTime());
    }
}
