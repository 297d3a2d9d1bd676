package trro.exporter.snapshot;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.storage.StateReader;
import trro.exporter.storage.StateWriter;
import trro.exporter.time.Moment;

/** Everything that is known of the fleet at one moment. Immutable. */
public final class Snapshot {

    private final TargetIndex index;
    private final PersistentArray<TargetState> states;
    private final Optional<ZoneOffset> hours;
    private final boolean clockRefused;

    private Snapshot(
            TargetIndex index, PersistentArray<TargetState> states, Optional<ZoneOffset> hours, boolean clockRefused) {
        this.index = index;
        this.states = states;
        this.hours = hours;
        this.clockRefused = clockRefused;
    }

    static Snapshot neverAsked(TargetIndex index) {
        return new Snapshot(
                index,
                PersistentArray.of(index.targets().size(), position -> TargetState.NEVER_ASKED),
                Optional.empty(),
                false);
    }

    /** The same knowledge of other targets: what is new was never asked. */
    Snapshot of(TargetIndex others) {
        List<PollTarget> targets = others.targets();
        return new Snapshot(
                others,
                PersistentArray.of(
                        targets.size(), position -> state(targets.get(position)).orElse(TargetState.NEVER_ASKED)),
                hours,
                clockRefused);
    }

    /**
     * The same by another calendar: figures of buckets that it does not have, from their start to their end, are no
     * longer known.
     *
     * @param otherHours those of TRRO, where they are known to be neither zone's
     */
    public Snapshot recut(ZoneId from, ZoneId to, Optional<ZoneOffset> otherHours) {
        Snapshot recut = new Snapshot(index, states, otherHours.or(() -> hours), clockRefused);
        List<PollTarget> targets = index.targets();
        PersistentArray<TargetState> kept = PersistentArray.of(targets.size(), position -> {
            StatisticInterval interval = targets.get(position).interval();
            ZoneId before = zone(interval, from);
            ZoneId after = recut.zone(interval, to);
            return states.at(position)
                    .keeping(start -> start.equals(interval.startOf(start, after))
                            && interval.next(start, after).equals(interval.next(start, before)));
        });
        return new Snapshot(index, kept, recut.hours, clockRefused);
    }

    /**
     * The same with what a former process knew of targets that were never asked by this one.
     *
     * @param youngEnough whether something is still worth knowing, by target
     */
    Snapshot with(Snapshot former, BiPredicate<PollTarget, Moment> youngEnough) {
        List<PollTarget> targets = index.targets();
        PersistentArray<TargetState> all = PersistentArray.of(targets.size(), position -> {
            PollTarget target = targets.get(position);
            TargetState own = states.at(position);
            return own.asked()
                    ? own
                    : former.state(target)
                            .map(state -> state.keepingYoung(said -> youngEnough.test(target, said)))
                            .orElse(own);
        });
        return new Snapshot(index, all, hours.or(former::hours), clockRefused || former.clockRefused);
    }

    /** Writes all of it. */
    public void write(StateWriter out) {
        out.optional(hours, offset -> out.number(offset.getTotalSeconds()));
        out.number(clockRefused ? 1 : 0);
        out.number(index.targets().size());
        forEach((target, state) -> {
            out.target(target);
            SavedState.write(state, out);
        });
    }

    /** One that was written, perhaps by another process. */
    public static Snapshot read(StateReader in) {
        Optional<ZoneOffset> hours = in.optional(() -> ZoneOffset.ofTotalSeconds(in.smallNumber()));
        boolean clockRefused = in.truth();
        Map<PollTarget, TargetState> states = in.map(in::target, () -> SavedState.read(in));
        TargetIndex index = new TargetIndex(states.keySet());
        PersistentArray<TargetState> inOrder = PersistentArray.of(
                states.size(), position -> states.getOrDefault(index.targets().get(position), TargetState.NEVER_ASKED));
        return new Snapshot(index, inOrder, hours, clockRefused);
    }

    /** The same object as long as the targets are the same. */
    public TargetIndex index() {
        return index;
    }

    /** The state of the target at {@code position} of {@link #index()}. */
    public TargetState state(int position) {
        return states.at(position);
    }

    /** The state of {@code target}; empty if it is not polled. */
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

    /**
     * The zone that cuts the buckets of an interval: the configured one, but hours follow TRRO's where its rows have
     * shown that they begin at other minutes.
     */
    public ZoneId zone(StatisticInterval interval, ZoneId configured) {
        return interval == StatisticInterval.HOUR && hours.isPresent() ? hours.get() : configured;
    }

    /**
     * An offset from UTC on whose full hours TRRO's hours begin; empty if they begin on those of the configured zone.
     */
    public Optional<ZoneOffset> hours() {
        return hours;
    }

    /** Whether TRRO refused the latest call since this machine's clock is wrong. */
    public boolean clockRefused() {
        return clockRefused;
    }

    Snapshot with(int position, TargetState state) {
        return new Snapshot(index, states.with(position, state), hours, clockRefused);
    }

    Snapshot withHours(ZoneOffset offset) {
        return new Snapshot(index, states, Optional.of(offset), clockRefused);
    }

    Snapshot withClockRefused(boolean refused) {
        return refused == clockRefused ? this : new Snapshot(index, states, hours, refused);
    }
}
