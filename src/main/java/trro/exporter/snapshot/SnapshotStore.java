package trro.exporter.snapshot;

import java.util.Collection;
import java.util.Optional;
import java.util.function.UnaryOperator;
import trro.exporter.model.PollTarget;

/** Holds the current snapshot. Writers replace it, readers keep the one they took. Thread-safe. */
public final class SnapshotStore {

    private volatile Snapshot current;

    public SnapshotStore(Collection<PollTarget> targets) {
        current = Snapshot.neverAsked(new TargetIndex(targets));
    }

    public Snapshot current() {
        return current;
    }

    /** What is known of {@code target} now. */
    public Optional<LatestStatistics> latest(PollTarget target) {
        return current.state(target).flatMap(TargetState::latest);
    }

    /** Keeps these targets from now on, with what is known of them; what is known of others is forgotten. */
    public synchronized void retarget(Collection<PollTarget> targets) {
        TargetIndex index = new TargetIndex(targets);
        if (!index.targets().equals(current.index().targets())) {
            current = current.of(index);
        }
    }

    /** {@code target} was answered; without effect if it is no longer polled. */
    public void answered(PollTarget target, LatestStatistics answer) {
        replace(target, state -> state.answered(answer));
    }

    /** A poll of {@code target} failed; its figures stay as they were. Without effect if it is no longer polled. */
    public void failed(PollTarget target, Failure why) {
        replace(target, state -> state.failed(why));
    }

    private synchronized void replace(PollTarget target, UnaryOperator<TargetState> change) {
        Snapshot before = current;
        before.index()
                .position(target)
                .ifPresent(position -> current = before.with(position, change.apply(before.state(position))));
    }
}
