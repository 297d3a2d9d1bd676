package trro.exporter.polling;

import trro.exporter.model.PollTarget;

/** A target with the moment at which it is due. Changes only while it is under way, when no lane holds it. */
final class PollEntry {

    private final PollTarget target;
    private final long pollIntervalNanos;
    private long dueNanos;
    private int failuresInRow;

    PollEntry(PollTarget target, long pollIntervalNanos, long dueNanos) {
        this.target = target;
        this.pollIntervalNanos = pollIntervalNanos;
        this.dueNanos = dueNanos;
    }

    PollTarget target() {
        return target;
    }

    long dueNanos() {
        return dueNanos;
    }

    /** How late it is, as a multiple of its own poll interval; below 0 if it is not due yet. */
    double overdue(long nowNanos, long notBeforeNanos) {
        long since = dueNanos - notBeforeNanos > 0 ? dueNanos : notBeforeNanos;
        return (double) (nowNanos - since) / pollIntervalNanos;
    }

    void answered(long dueNanos) {
        this.dueNanos = dueNanos;
        failuresInRow = 0;
    }

    void failed(long nowNanos, Backoff backoff) {
        failuresInRow++;
        dueNanos = nowNanos + backoff.after(failuresInRow).toNanos();
    }
}
