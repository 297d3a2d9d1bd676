package trro.exporter.snapshot;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.storage.StateReader;
import trro.exporter.storage.StateWriter;
import trro.exporter.time.Moment;

/**
 * Everything that is known of the fleet at one moment. Immutable.
 *
 * @param targets in their natural order; the same or an equal list as long as the same are polled
 * @param states one for each target
 * @param hours an offset from UTC on whose full hours TRRO's hours begin; empty if they begin on those of the
 *     configured zone
 * @param clockRefused whether TRRO refused the latest call since this machine's clock is wrong
 */
public record Snapshot(
        List<PollTarget> targets,
        PersistentArray<TargetState> states,
        Optional<ZoneOffset> hours,
        boolean clockRefused) {

    private static final PersistentArray<TargetState> NONE = PersistentArray.of(0, position -> TargetState.NEVER_ASKED);

    static Snapshot neverAsked(Collection<PollTarget> targets) {
        return new Snapshot(List.of(), NONE, Optional.empty(), false).of(targets);
    }

    /** The same knowledge of other targets: what is new was never asked. */
    Snapshot of(Collection<PollTarget> others) {
        List<PollTarget> sorted = others.stream().sorted().distinct().toList();
        return sorted.equals(targets)
                ? this
                : new Snapshot(
                        sorted,
                        PersistentArray.of(
                                sorted.size(),
                                position -> state(sorted.get(position)).orElse(TargetState.NEVER_ASKED)),
                        hours,
                        clockRefused);
    }

    /** The same with each state changed. */
    private Snapshot each(BiFunction<PollTarget, TargetState, TargetState> change) {
        PersistentArray<TargetState> changed = PersistentArray.of(
                targets.size(), position -> change.apply(targets.get(position), states.at(position)));
        return new Snapshot(targets, changed, hours, clockRefused);
    }

    /**
     * The same by another calendar: figures of buckets that it does not have, from their start to their end, are no
     * longer known.
     *
     * @param otherHours those of TRRO, where they are known to be neither zone's
     */
    public Snapshot recut(ZoneId from, ZoneId to, Optional<ZoneOffset> otherHours) {
        Snapshot recut = new Snapshot(targets, states, otherHours.or(() -> hours), clockRefused);
        return recut.each((target, state) -> {
            StatisticInterval interval = target.interval();
            ZoneId before = zone(interval, from);
            ZoneId after = recut.zone(interval, to);
            return state.keeping(start -> start.equals(interval.startOf(start, after))
                    && interval.next(start, after).equals(interval.next(start, before)));
        });
    }

    /**
     * The same with what a former process knew of targets that were never asked by this one.
     *
     * @param youngEnough whether something is still worth knowing, by target
     */
    Snapshot with(Snapshot former, BiPredicate<PollTarget, Moment> youngEnough) {
        return new Snapshot(targets, states, hours.or(former::hours), clockRefused || former.clockRefused)
                .each((target, own) -> own.asked()
                        ? own
                        : former.state(target)
                                .map(state -> state.keepingYoung(said -> youngEnough.test(target, said)))
                                .orElse(own));
    }

    /** Writes all of it. */
    public void write(StateWriter out) {
        out.optional(hours, offset -> out.number(offset.getTotalSeconds()));
        out.number(clockRefused ? 1 : 0);
        out.number(targets.size());
        forEach((target, state) -> {
            out.target(target);
            SavedState.write(state, out);
        });
    }

    /** One that was written, perhaps by another process. */
    public static Snapshot read(StateReader in) {
        Optional<ZoneOffset> hours = in.optional(() -> ZoneOffset.ofTotalSeconds(in.smallNumber()));
        boolean clockRefused = in.truth();
        Map<PollTarget, TargetState> known = in.map(in::target, () -> SavedState.read(in));
        return new Snapshot(List.of(), NONE, hours, clockRefused)
                .of(known.keySet())
                .each((target, never) -> known.getOrDefault(target, never));
    }

    /** The state of the target at {@code position} of {@link #targets()}. */
    public TargetState state(int position) {
        return states.at(position);
    }

    /** The state of {@code target}; empty if it is not polled. */
    public Optional<TargetState> state(PollTarget target) {
        int position = Collections.binarySearch(targets, target);
        return position < 0 ? Optional.empty() : Optional.of(states.at(position));
    }

    /** Every target with its state, in the order of {@link #targets()}. */
    public void forEach(BiConsumer<PollTarget, TargetState> action) {
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

    /** The same with the state of {@code target} changed, if it is polled. */
    Snapshot with(PollTarget target, UnaryOperator<TargetState> change) {
        int position = Collections.binarySearch(targets, target);
        return position < 0
                ? this
                : new Snapshot(targets, states.with(position, change.apply(states.at(position))), hours, clockRefused);
    }

    Snapshot withHours(ZoneOffset offset) {
        return new Snapshot(targets, states, Optional.of(offset), clockRefused);
    }

    Snapshot withClockRefused(boolean refused) {
        return refused == clockRefused ? this : new Snapshot(targets, states, hours, refused);
    }
}
