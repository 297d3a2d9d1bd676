package trro.exporter.polling;

import java.util.OptionalLong;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.model.PollTarget;

/** A target with the moments that decide when it is asked again. Times are nanoseconds of a steady clock. */
final class PollEntry {

    /** After so many failures in a row that may pass it goes to the end, as after one that will not. */
    private static final int MOST_TURNS_KEPT = 2;

    /** Whether its device has sessions; unknown too where that does not matter. */
    enum Activity {
        UNKNOWN,
        ACTIVE,
        IDLE
    }

    final PolledProject project;
    final PollTarget target;
    final int number;
    final boolean ofDevice; // read in each pass, so not looked up
    private long pollNanos;
    private long idleNanos;
    private boolean asked;
    private boolean answered;
    private Activity activity = Activity.UNKNOWN;
    private boolean underWay;
    private boolean hastened; // while it was under way, of which the one who asks does not know
    private int failuresInRow;
    private long takenNanos;
    private long askedNanos;
    private long untilNextNanos;
    private long pausedUntilNanos;
    private boolean closes;
    private long closingNanos;

    /** @param number tells the project's entries apart, in the order in which new ones are to be asked */
    PollEntry(PolledProject project, PollTarget target, int number, PollPace pace, long nowNanos) {
        this.project = project;
        this.target = target;
        this.number = number;
        ofDevice = target.deviceId().isPresent();
        pollNanos = pace.pollInterval(target.interval()).toNanos();
        idleNanos = pace.idlePollInterval(target.interval()).toNanos();
        askedNanos = asIfNew(nowNanos);
        pausedUntilNanos = nowNanos;
    }

    /**
     * Nobody has seen it, so it counts as just past its promise: before all that is merely old, after what is later
     * still.
     */
    private long asIfNew(long nowNanos) {
        return nowNanos - idleNanos;
    }

    /** It is wanted at another pace from now on. */
    void pace(PollPace pace) {
        long beforeNanos = pollNanos;
        pollNanos = pace.pollInterval(target.interval()).toNanos();
        idleNanos = pace.idlePollInterval(target.interval()).toNanos();
        if (pollNanos < beforeNanos) {
            untilNextNanos = Math.min(untilNextNanos, pollNanos);
            hastened |= underWay;
        }
    }

    /** The turn that it has, to be kept where its project is polled by another queue. */
    PollTurn turn() {
        return new PollTurn(askedNanos, untilNextNanos, closes ? OptionalLong.of(closingNanos) : OptionalLong.empty());
    }

    /** It was asked before, by another queue. */
    void resume(PollTurn turn) {
        asked = true;
        askedNanos = turn.askedNanos();
        untilNextNanos = Math.min(turn.untilNextNanos(), pollNanos);
        turn.closingNanos().ifPresent(this::closesAt);
    }

    /** The cause of its failures may be mended: it need not wait longer. */
    void forgive(long nowNanos) {
        if (pausedUntilNanos - nowNanos > 0) {
            pausedUntilNanos = nowNanos;
        }
        failuresInRow = 0;
    }

    /** Whether it was asked at least once, however that ended. */
    boolean asked() {
        return asked;
    }

    void activity(Activity now) {
        activity = ofDevice ? now : Activity.UNKNOWN;
    }

    boolean active() {
        return activity == Activity.ACTIVE;
    }

    boolean underWay() {
        return underWay;
    }

    /** When the call that is under way began. */
    long takenNanos() {
        return takenNanos;
    }

    void taken(long nowNanos) {
        underWay = true;
        takenNanos = nowNanos;
    }

    /** When it was last asked, as far as that counts for whose turn it is. */
    long askedNanos() {
        return askedNanos;
    }

    /** When it is to be asked again where the budget allows it, not before a failure's pause is over. */
    long dueNanos() {
        return later(wantedNanos(), pausedUntilNanos);
    }

    private long wantedNanos() {
        return askedNanos
                + (active() ? Math.min(untilNextNanos, (long) (pollNanos * PollPace.ACTIVE_SHARE)) : untilNextNanos);
    }

    /** Whether a bucket in which it had sessions waits to be settled and to have its last figures asked for. */
    boolean closes() {
        return closes;
    }

    /** When that bucket is settled, not before a failure's pause is over. */
    long closingNanos() {
        return later(closingNanos, pausedUntilNanos);
    }

    /**
     * A bucket in which it had sessions settles then. Of several the first counts, and what was asked for since is
     * over.
     */
    void closesAt(long moment) {
        boolean seenSince = asked && askedNanos - moment >= 0;
        if (!seenSince && (!closes || closingNanos - moment > 0)) {
            closes = true;
            closingNanos = moment;
        }
    }

    /** The calls in a second that would keep it at its poll interval. */
    double wantedPerSecond() {
        return 1e9 / pollNanos;
    }

    /** Its lateness, as a multiple of its poll interval; below 0 if it is not due yet. A pause costs it no turn. */
    double overdue(long nowNanos, long notBeforeNanos) {
        return (double) (nowNanos - later(wantedNanos(), notBeforeNanos)) / pollNanos;
    }

    /** The lateness of its closing figures, as a multiple of its poll interval. */
    double closingOverdue(long nowNanos) {
        return (double) (nowNanos - closingNanos) / pollNanos;
    }

    /** The age that its figures are to reach at most, as far as the budget allows. */
    long promisedNanos() {
        return activity == Activity.IDLE ? idleNanos : pollNanos;
    }

    /** Whether it waits and is later than promised. */
    boolean late(long nowNanos) {
        return !underWay && nowNanos - dueNanos() > promisedNanos();
    }

    /** Its age as a share of the promise to an idle device: above 1 the promise is broken. */
    double idleAge(long nowNanos, long notBeforeNanos) {
        return (double) (nowNanos - later(askedNanos, notBeforeNanos - idleNanos)) / idleNanos;
    }

    /** The call that is under way was answered. */
    void answered(NextPoll next) {
        underWay = false;
        asked = true;
        answered = true;
        failuresInRow = 0;
        askedNanos = takenNanos;
        pausedUntilNanos = takenNanos;
        untilNextNanos = next.untilNext().toNanos();
        if (hastened) {
            hastened = false;
            untilNextNanos = Math.min(untilNextNanos, pollNanos);
        }
        closes &= takenNanos - closingNanos < 0;
        next.untilClosing().ifPresent(span -> closesAt(takenNanos + span.toNanos()));
    }

    /** The call that is under way failed. */
    void failed(long nowNanos, Kind why) {
        underWay = false;
        asked = true;
        failuresInRow++;
        pausedUntilNanos =
                nowNanos + RetryPolicy.backoff(why).after(failuresInRow).toNanos();
        boolean keepsTurn = RetryPolicy.keepsTurn(why) && failuresInRow <= MOST_TURNS_KEPT;
        if (!keepsTurn) { // else the ones that always fail would always be the next
            askedNanos = nowNanos;
            untilNextNanos = 0;
        } else if (!answered) { // others that nobody has seen come first
            askedNanos = asIfNew(nowNanos);
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
