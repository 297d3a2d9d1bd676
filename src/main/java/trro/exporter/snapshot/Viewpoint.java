package trro.exporter.snapshot;

import java.time.Duration;
import java.time.ZoneId;
import trro.exporter.model.Buckets;
import trro.exporter.model.StatisticInterval;
import trro.exporter.time.Moment;

/**
 * The moment from which figures of one interval are seen; it decides what of them may be shown.
 *
 * @param buckets as they stand by the wall clock
 * @param maxAge how old figures may become
 * @param clockRefused whether TRRO says that the wall clock is wrong
 */
public record Viewpoint(Buckets buckets, Moment now, Duration maxAge, boolean clockRefused) {

    /**
     * The viewpoint of a moment.
     *
     * @param zone the configured one
     */
    public static Viewpoint of(
            Snapshot snapshot, StatisticInterval interval, ZoneId zone, Moment now, Duration maxAge) {
        Buckets buckets = Buckets.at(now.instant(), interval, snapshot.zone(interval, zone));
        return new Viewpoint(buckets, now, maxAge, snapshot.clockRefused());
    }

    /** Whether what was said at a moment may still be shown. */
    boolean isYoung(Moment said) {
        return now.nanos() - said.nanos() <= maxAge.toNanos(); // no object for each figure of a scrape
    }

    /**
     * Whether the bucket before the open one has closed since a moment. The steady clock says so, since a wall clock
     * that is set ahead closes nothing.
     */
    boolean closedSince(Moment said) {
        return !clockRefused && !said.instant().plus(now.since(said)).isBefore(buckets.currentStart());
    }
}
