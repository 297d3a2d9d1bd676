package trro.exporter.polling;

import java.time.Duration;
import trro.exporter.api.ApiException.Kind;

/**
 * The number of calls that may be under way for one project, by how it answered so far.
 *
 * <p>It begins with a few calls under way and gets more room with each answer, so that latency costs no pace. After
 * some failures in a row it is suspended: one call at a time finds out whether it is back, after pauses that double.
 * Only the project's own figures suspend it: devices that fail make it doubted, and its own figures are asked for at
 * once. While it is doubted and silent it falls back to the few, so that it cannot hold the places of others.
 */
final class ProjectHealth {

    private static final int FIRST_ROOM = 4;
    private static final int MOST_ROOM = 1024;
    private static final int FAILURES_IN_ROW = 3;

    /** An answer of the project's own figures vouches for it so long, whatever its devices do. */
    private static final long VOUCHED_NANOS = Duration.ofSeconds(5).toNanos();

    private int room = FIRST_ROOM;
    private int inFlight;
    private int failuresInRow;
    private boolean silent; // one of those failures was no answer at all
    private int suspensionsInRow;
    private long suspendedUntilNanos;
    private long resumedNanos;
    private long vouchedUntilNanos;

    ProjectHealth(long nowNanos) {
        resumedNanos = nowNanos;
        vouchedUntilNanos = nowNanos;
    }

    /**
     * Number of calls more that may begin; a pause is not looked at.
     *
     * @param mostInFlight how many calls of one project may be under way at best
     */
    int room(int mostInFlight) {
        int most = suspended() ? 1 : doubted() && silent ? FIRST_ROOM : room;
        return Math.max(0, Math.min(most, mostInFlight) - inFlight);
    }

    /** Whether one more call may begin now. */
    boolean isOpen(int mostInFlight, long nowNanos) {
        return room(mostInFlight) > 0 && pauseNanos(nowNanos) == 0;
    }

    /** Nanoseconds until the pause of a suspension is over; 0 if there is none. */
    long pauseNanos(long nowNanos) {
        return suspended() ? Math.max(0, suspendedUntilNanos - nowNanos) : 0;
    }

    /**
     * When it was last seen to come back: nothing counts as late for longer, or it would take the turns of all others.
     */
    long resumedNanos() {
        return resumedNanos;
    }

    /** The cause of its failures may be mended: it is asked as one that never failed, but for its room. */
    void forgive() {
        failuresInRow = 0;
        suspensionsInRow = 0;
    }

    void asked() {
        inFlight++;
    }

    /** A call was answered. */
    void answered(long nowNanos) {
        inFlight--;
        if (suspended()) {
            resumedNanos = nowNanos;
        }
        failuresInRow = 0;
        silent = false;
        suspensionsInRow = 0;
        room = Math.min(MOST_ROOM, room * 2);
    }

    /** A call for the project's own figures was answered. */
    void ownAnswered(long nowNanos) {
        answered(nowNanos);
        vouchedUntilNanos = nowNanos + VOUCHED_NANOS;
    }

    /** A call for the project's own figures failed. */
    void ownFailed(long nowNanos, Kind why) {
        boolean wasSuspended = suspended();
        ended(nowNanos, why);
        if (!wasSuspended) {
            count(why);
            if (doubted()) {
                suspend(nowNanos, why);
            }
        }
    }

    /** A call for a device failed, and the failure may be the whole project's. */
    void deviceFailed(long nowNanos, Kind why) {
        ended(nowNanos, why);
        if (!suspended() && nowNanos - vouchedUntilNanos >= 0) {
            count(why);
        }
    }

    /** A call failed, which says nothing about the project unless it was to find out whether it is back. */
    void ended(long nowNanos, Kind why) {
        inFlight--;
        if (why != Kind.THROTTLED && suspended() && pauseNanos(nowNanos) == 0) {
            suspend(nowNanos, why);
        }
    }

    private void count(Kind why) {
        if (why != Kind.THROTTLED) { // which is the budget's trouble, not the project's
            failuresInRow++;
            silent |= why == Kind.NETWORK;
        }
    }

    private void suspend(long nowNanos, Kind why) {
        room = FIRST_ROOM;
        suspensionsInRow++;
        suspendedUntilNanos =
                nowNanos + RetryPolicy.backoff(why).after(suspensionsInRow).toNanos();
    }

    /** Whether so much failed that its own figures have to tell whether it answers at all. */
    boolean doubted() {
        return failuresInRow >= FAILURES_IN_ROW;
    }

    /** Whether one call at a time finds out if the project is back. */
    boolean suspended() {
        return suspensionsInRow > 0;
    }

    /** The number of suspensions without an answer in between. */
    int suspensionsInRow() {
        return suspensionsInRow;
    }
}
