package trro.exporter.snapshot;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiPredicate;
import trro.exporter.model.PollTarget;
import trro.exporter.time.Moment;

/** Holds the current snapshot. Writers replace it, readers keep the one they took. Thread-safe. */
public final class SnapshotStore {

    private volatile Snapshot current;

    public SnapshotStore(Collection<PollTarget> targets) {
        current = Snapshot.neverAsked(targets);
    }

    public Snapshot current() {
        return current;
    }

    /** The latest good answer about {@code target}; empty if there was none. */
    public Optional<LatestStatistics> latest(PollTarget target) {
        return current.state(target).flatMap(TargetState::latest);
    }

    /** Keeps these targets from now on, with what is known of them; what is known of others is forgotten. */
    public synchronized void retarget(Collection<PollTarget> targets) {
        current = current.of(targets);
    }

    /** All that is known is forgotten; the targets stay. */
    public synchronized void forget() {
        current = Snapshot.neverAsked(current.targets());
    }

    /** {@code target} was answered; its figures are left alone if it is no longer polled. */
    public synchronized void answered(PollTarget target, LatestStatistics answer) {
        current = current.withClockRefused(false).with(target, state -> state.answered(answer));
    }

    /**
     * A poll of {@code target} failed; its figures stay as they were. They are left alone if it is no longer polled.
     */
    public synchronized void failed(PollTarget target, Failure why) {
        current = current.withClockRefused(current.clockRefused() || why.isOfClock())
                .with(target, state -> state.failed(why));
    }

    /** TRRO shows open buckets after all: where none was reported of {@code target}, it had no sessions. */
    public synchronized void openShown(PollTarget target) {
        current = current.with(target, TargetState::openShown);
    }

    /** TRRO's hours begin on the full hours of this offset from UTC, not on those of the configured zone. */
    public synchronized void hoursOf(ZoneOffset offset) {
        current = current.withHours(offset);
    }

    /**
     * Another zone is configured: figures of buckets that its calendar does not have, from their start to their end,
     * are forgotten.
     *
     * @param otherHours an offset on whose full hours TRRO's hours begin, where they are not those of the new zone
     */
    public synchronized void recut(ZoneId from, ZoneId to, Optional<ZoneOffset> otherHours) {
        current = current.recut(from, to, otherHours);
    }

    /**
     * A former process knew this. Of targets that were asked since then more is known already, and what is not polled
     * any more is left out.
     *
     * @param youngEnough whether what TRRO said at a moment is still worth knowing, by target
     * @return of how many targets figures came back
     */
    public synchronized int restore(Snapshot former, BiPredicate<PollTarget, Moment> youngEnough) {
        Snapshot before = current;
        current = before.with(former, youngEnough);
        return answered(current) - answered(before);
    }

    private static int answered(Snapshot snapshot) {
        return (int) snapshot.targets().stream()
                .filter(target ->
                        snapshot.state(target).flatMap(TargetState::latest).isPresent())
                .count();
    }
}
