package trro.exporter.status;

import java.time.Duration;
import java.util.Optional;
import trro.exporter.pacing.RateLimiter;

/**
 * The state of an account's budget of one action at one moment.
 *
 * @param action TRRO's name of it
 * @param limitPerSecond as configured
 * @param pacePerSecond calls that may start in a second now; lower while TRRO throttles
 * @param withinMinute calls that ended within the last minute
 * @param queue what the action is asked for again and again; empty where it is asked now and then
 */
public record Budget(
        String account,
        String action,
        int limitPerSecond,
        double pacePerSecond,
        int withinMinute,
        Optional<Queue> queue) {

    /** This share of the full pace counts as all of it; the rest is rounding. */
    private static final double FULL = 0.99;

    /**
     * The targets that are asked for again and again.
     *
     * @param targets all of them
     * @param overdue those that are late by more than their own poll interval
     * @param underWay those that are asked at this moment
     * @param wantedPerSecond calls that would keep every target at its poll interval
     */
    public record Queue(int targets, long overdue, int underWay, double wantedPerSecond) {}

    private double fullPacePerSecond() {
        return limitPerSecond / (1 + RateLimiter.JITTER.toMillis() / 1000.0);
    }

    /** Whether the pace is less than the limit allows, since TRRO throttled. */
    boolean slowed() {
        return pacePerSecond < FULL * fullPacePerSecond();
    }

    /** Calls that the limit allows in a minute. */
    long usableInMinute() {
        return Math.round(60 * fullPacePerSecond());
    }

    /** The time that it takes to ask everybody once at the pace in force. */
    Optional<Duration> fullPass() {
        return queue.map(all -> Duration.ofSeconds((long) Math.ceil(all.targets() / pacePerSecond)));
    }

    /** Whether the poll intervals ask for more than the pace in force. */
    boolean tooMuchWanted() {
        return queue.filter(all -> all.wantedPerSecond() > pacePerSecond).isPresent();
    }
}
