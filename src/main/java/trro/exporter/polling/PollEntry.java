package trro.exporter.polling;

import java.util.OptionalLong;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.model.PollTarget;

/**
 * A target with the moments that decide when it is asked again. Its lane changes it, and only while no queue of the lane holds
 * it. Times are nanoseconds of a steady clock.
 */
public final class PollEntry {

    /** An active device is asked so much of its interval early, so that its figures are renewed before they are that old. */
    public static final double ACTIVE_SHARE = 0.9;

    /** After so many failures in a row that may pass it goes to the end, as after one that will not. */
    private static final int MOST_TURNS_KEPT = 2;

    private final PollTarget target;
    private final long number;
    private final long pollNanos;
    private final long idleNanos;
    private boolean asked;
    private boolean active;
    private int failuresInRow;
    private long askedNanos;
    private long untilNextNanos;
    private long pausedUntil;
    private OptionalLong closing = OptionalLong.empty();

    /** @param number tells entries apart, in the order in which new ones are to be asked */
    PollEntry(PollTarget target, long number, PollPace pace, long nowNanos) {
        this.target = target;
        this.number = number;
        pollNanos = pace.pollInterval(target.interval()).toNanos();
        idleNanos = pace.idlePollInterval(target.interval()).toNanos();
        // What nobody has seen counts as just past its promise: before all that is merely old, after what is later
        // still.
        askedNanos = nowNanos - idleNanos;
        pausedUntil = nowNanos;
    }

    PollTarget target() {
        return target;
    }

    long number() {
        return number;
    }

    /** Whether it was asked at least once, however that ended. */
    boolean asked() {
        return asked;
    }

    boolean active() {
        return active;
    }

    void active(boolean isActive) {
        active = isActive;
    }

    /** Whether it has to be left alone after a failure. */
    boolean paused(long nowNanos) {
        return failuresInRow > 0 && pausedUntil - nowNanos > 0;
    }

    /** When it was last asked, as far as that counts for whose turn it is. */
    long askedNanos() {
        return askedNanos;
    }

    long dueNanos() {
        long untilNext = active ? Math.min(untilNextNanos, (long) (pollNanos * ACTIVE_SHARE)) : untilNextNanos;
        long due = askedNanos + untilNext;
        return pausedUntil - due > 0 ? pausedUntil : due;
    }

    /** When a bucket in which it had sessions is settled and its last figures have to be asked for; empty if none is. */
    OptionalLong closing() {
        return closing;
    }

    /** Whether a bucket that settles at {@code atNanos} is news: of several that wait the first counts, and what was asked since is over. */
    boolean closesSooner(long atNanos) {
        boolean seenSince = asked && askedNanos - atNanos >= 0;
        return !seenSince && (closing.isEmpty() || closing.getAsLong() - atNanos > 0);
    }

    /** A bucket in which it had sessions settles at {@code atNanos}. */
    void closesAt(long atNanos) {
        if (closesSooner(atNanos)) {
            closing = OptionalLong.of(atNanos);
        }
    }

    /** How many calls in a second would keep it at its poll interval. */
    double wantedPerSecond() {
        return 1e9 / pollNanos;
    }

    /** How late it is, as a multiple of its poll interval; below 0 if it is not due yet. */
    double overdue(long nowNanos, long notBeforeNanos) {
        return (double) (nowNanos - later(dueNanos(), notBeforeNanos)) / pollNanos;
    }

    /** How late its closing figures are, as a multiple of its poll interval. */
    double closingOverdue(long nowNanos) {
        return (double) (nowNanos - closing.orElse(nowNanos)) / pollNanos;
    }

    /** Whether it is later than promised. */
    boolean late(long nowNanos, boolean promisedAsIdle) {
        return nowNanos - dueNanos() > (promisedAsIdle ? idleNanos : pollNanos);
    }

    /** Its age as a share of the promise to an idle device: above 1 the promise is broken. */
    double idleAge(long nowNanos, long notBeforeNanos) {
        return (double) (nowNanos - later(askedNanos, notBeforeNanos - idleNanos)) / idleNanos;
    }

    /**
     * @param takenNanos when it was asked what was answered now
     * @param nextNanos how long after that it is to be asked again where the budget allows it
     */
    void answered(long takenNanos, long nextNanos) {
        asked = true;
        failuresInRow = 0;
        askedNanos = takenNanos;
        pausedUntil = takenNanos;
        untilNextNanos = nextNanos;
        if (closing.isPresent() && takenNanos - closing.getAsLong() >= 0) {
            closing = OptionalLong.empty();
        }
    }

    void failed(long nowNanos, Kind why) {
        asked = true;
        failuresInRow++;
        pausedUntil = nowNanos + RetryPolicy.backoff(why).after(failuresInRow).toNanos();
        boolean keepsTurn = RetryPolicy.keepsTurn(why) && failuresInRow <= MOST_TURNS_KEPT;
        if (!keepsTurn) { // else the ones that always fail would always be the next
            askedNanos = nowNanos;
            untilNextNanos = 0;
        }
    }

    /** Whether it was not answered when it was last asked. */
    boolean failing() {
        return failuresInRow > 0;
    }

    private static long later(long a, long b) {
        return a - b > 0 ? a : b;
    }
}
