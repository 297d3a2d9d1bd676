package trro.exporter.status;

import java.util.Optional;

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

    /**
     * The targets that are asked for again and again.
     *
     * @param targets all of them
     * @param overdue those that are late by more than their own poll interval
     * @param underWay those that are asked at this moment
     * @param wantedPerSecond calls that would keep every target at its poll interval
     */
    public record Queue(int targets, long overdue, int underWay, double wantedPerSecond) {}
}
