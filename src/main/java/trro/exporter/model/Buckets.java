package trro.exporter.model;

import java.time.Instant;
import java.time.ZoneId;

/**
 * The two buckets of an interval that can be published at one moment.
 *
 * @param previousStart start of the latest complete bucket
 * @param currentStart its end, which is the start of the open bucket
 * @param currentEnd end of the open bucket, after the moment
 */
public record Buckets(Instant previousStart, Instant currentStart, Instant currentEnd) {

    /** The buckets as they stand at {@code moment}. */
    public static Buckets at(Instant moment, StatisticInterval interval, ZoneId zone) {
        Instant currentStart = interval.startOf(moment, zone);
        return new Buckets(interval.previous(currentStart, zone), currentStart, interval.next(currentStart, zone));
    }

    public Instant start(Window window) {
        return switch (window) {
            case CURRENT -> currentStart;
            case PREVIOUS -> previousStart;
        };
    }

    public Instant end(Window window) {
        return switch (window) {
            case CURRENT -> currentEnd;
            case PREVIOUS -> currentStart;
        };
    }
}
