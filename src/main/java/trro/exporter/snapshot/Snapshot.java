package trro.exporter.snapshot;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import trro.exporter.model.PollTarget;

/** Everything that is known of the fleet at one moment. Immutable. */
public final class Snapshot {

    private final TargetIndex index;
    private final PersistentArray<TargetState> states;

    private Snapshot(TargetIndex index, PersistentArray<TargetState> states) {
        this.index = index;
        this.states = states;
    }

    static Snapshot neverAsked(TargetIndex index) {
        return new Snapshot(index, PersistentArray.of(index.targets().size(), position -> TargetState.NEVER_ASKED));
    }

    /** The same knowledge of other targets: what is new was never asked. */
    Snapshot of(TargetIndex others) {
        List<PollTarget> targets = others.targets();
        return new Snapshot(
                others,
                PersistentArray.of(
                        targets.size(), position -> state(targets.get(position)).orElse(TargetState.NEVER_ASKED)));
    }

    /** The same object as long as the targets are the same. */
    public TargetIndex index() {
        return index;
    }

    /** The state of the target at {@code position} of {@link #index()}. */
    public TargetState state(int position) {
        return states.at(position);
    }

    /** What is known of {@code target}; empty if it is not polled. */
    public Optional<TargetState> state(PollTarget target) {
        OptionalInt position = index.position(target);
        return position.isPresent() ? Optional.of(states.at(position.getAsInt())) : Optional.empty();
    }

    /** Every target with its state, in the order of {@link TargetIndex#targets()}. */
    public void forEach(BiConsumer<PollTarget, TargetState> action) {
        List<PollTarget> targets = index.targets();
        for (int position = 0; position < targets.size(); position++) {
            action.accept(targets.get(position), states.at(position));
        }
    }

    Snapshot with(int position, TargetState state) {
        return new Snapshot(index, states.with(position, state));
    }
}
