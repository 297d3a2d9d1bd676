package trro.exporter.polling;

import trro.exporter.api.ApiException.Kind;

/**
 * The number of calls that may be under way for one project, by how it answered so far.
 *
 * <p>It begins with a few calls under way and gets more room with each answer, so that latency costs no pace; one that
 * does not answer in time falls back to the few, so that it cannot hold the places of others. After some failures in a
 * row it is suspended: one call at a time finds out whether it is back, after pauses that double.
 */
final class ProjectHealth {

    private static final int FIRST_ROOM = 4;
    private static final int MOST_ROOM = 1024;
    private static final int FAILURES_TO_SUSPEND = 3;

    private int room = FIRST_ROOM;
    private int inFlight;
    private int failuresInRow;
    private int suspensionsInRow;
    private long suspendedUntilNanos;
    private long resumedNanos;

    ProjectHealth(long nowNanos) {
        resumedNanos = nowNanos;
    }

    /**
     * Number of calls more that may begin; a pause is not looked at.
     *
     * @param mostInFlight how many calls of one project may be under way at best
     */
    int room(int mostInFlight) {
        return Math.max(0, (suspended() ? 1 : Math.min(room, mostInFlight)) - inFlight);
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

    void answered(long nowNanos) {
        inFlight--;
        if (suspended()) {
            resumedNanos = nowNanos;
        }
        failuresInRow = 0;
        suspensionsInRow = 0;
        room = Math.min(MOST_ROOM, room * 2);
    }

    /** A call failed, and the failure may be the whole project's. */
    void failed(long nowNanos, Kind why) {
        boolean counts = !suspended() && why != Kind.THROTTLED; // which is the budget's trouble, not the project's
        deviceFailed(nowNanos, why);
        if (counts && ++failuresInRow >= FAILURES_TO_SUSPEND) {
            suspend(nowNanos, why);
        }
    }

    /** A call failed, by what is one device's trouble alone. */
    void deviceFailed(long nowNanos, Kind why) {
        inFlight--;
        if (why == Kind.NETWORK) {
            room = FIRST_ROOM;
        }
        if (why != Kind.THROTTLED && suspended() && pauseNanos(nowNanos) == 0) {
            suspend(nowNanos, why);
        }
    }

    private void suspend(long nowNanos, Kind why) {
        suspensionsInRow++;
        suspendedUntilNanos =
                nowNanos + RetryPolicy.backoff(why).after(suspensionsInRow).toNanos();
    }

    /** Whether one call at a time finds out if the project is back. */
    boolean suspended() {
        return suspensionsInRow > 0;
    }
}
