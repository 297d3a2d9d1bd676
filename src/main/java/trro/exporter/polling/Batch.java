package trro.exporter.polling;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import trro.exporter.polling.MostUrgent.Turn;
import trro.exporter.polling.RankOrder.Rank;

/**
 * The targets that are most worth a call at one moment: the best few of each rank, found by one pass over all of them.
 *
 * <p>Nothing in it is under way, and what was given does not come back, so that nothing is asked twice at once. Whether
 * its project has room and is not suspended is looked at again when a turn is given; what else changes meanwhile counts
 * in the next batch.
 */
final class Batch {

    /** The time that one serves, unless it is used up. */
    private static final long SPAN_NANOS = 1_000_000_000;

    /** The most of each rank, and the most turns: more than the highest budget lets through in a second. */
    private static final int MOST_TURNS = 32;

    /** The wait before the next look at a project that can only be asked when an answer has made room. */
    private static final long AWAIT_ROOM_NANOS = 50_000_000;

    /** Share of its promise from which an idle device is served as late, so that the promise is not broken first. */
    private static final double LATE_AGE = 0.9;

    private final long madeNanos;
    private final int mostPerProject;
    private final Map<Rank, List<Turn>> turns = new EnumMap<>(Rank.class);
    private long idleNanos = SPAN_NANOS;
    private int given;

    private Batch(long madeNanos, int mostPerProject) {
        this.madeNanos = madeNanos;
        this.mostPerProject = mostPerProject;
    }

    /** One that is over. */
    static Batch over(long nowNanos) {
        return new Batch(nowNanos - SPAN_NANOS, 0);
    }

    /** @param mostPerProject how many calls of one project may be under way at best */
    static Batch of(Collection<PolledProject> projects, long nowNanos, int mostPerProject) {
        Batch batch = new Batch(nowNanos, mostPerProject);
        MostUrgent best = new MostUrgent(MOST_TURNS);
        projects.forEach(project -> batch.look(project, best));
        for (Rank rank : Rank.values()) {
            batch.turns.put(rank, best.inOrder(rank).collect(Collectors.toCollection(ArrayList::new)));
        }
        return batch;
    }

    /**
     * A project has no more in a batch than it has room for: else one that hangs would stand in the way of all others.
     */
    private void look(PolledProject project, MostUrgent best) {
        ProjectHealth health = project.health;
        Optional<PollEntry> probe = project.probe();
        int room = Math.min(MOST_TURNS, health.room(mostPerProject));
        long pauseNanos = room == 0 ? AWAIT_ROOM_NANOS : health.pauseNanos(madeNanos);
        if (probe.isPresent() && (!health.suspended() || pauseNanos == 0)) {
            best.offer(Rank.PROJECT, probe.get(), 0);
            idleNanos = 0;
        }
        if (pauseNanos > 0 || (probe.isPresent() && health.suspended())) {
            idleNanos = Math.min(idleNanos, pauseNanos);
            return;
        }
        MostUrgent own = new MostUrgent(room);
        project.entries().forEach(entry -> offer(entry, health.resumedNanos(), own));
        best.offerAll(own);
    }

    private void offer(PollEntry entry, long resumedNanos, MostUrgent best) {
        if (entry.underWay()) {
            return;
        }
        long untilDueNanos = entry.dueNanos() - madeNanos;
        long untilClosingNanos = entry.closes() ? entry.closingNanos() - madeNanos : Long.MAX_VALUE;
        idleNanos = Math.min(idleNanos, Math.min(untilDueNanos, untilClosingNanos));
        if (untilClosingNanos <= 0) {
            best.offer(Rank.CLOSING, entry, entry.closingOverdue(madeNanos));
        }
        if (untilDueNanos > 0) {
            return;
        }
        double overdue = entry.overdue(madeNanos, resumedNanos);
        if (!entry.ofDevice) {
            best.offer(entry.asked() ? Rank.PROJECT : Rank.UNSEEN_PROJECT, entry, overdue);
            return;
        }
        double idleAge = entry.idleAge(madeNanos, resumedNanos);
        boolean late = idleAge >= LATE_AGE;
        if (late) { // however active its device is: none of its figures is to be older than those of an idle one
            best.offer(Rank.LATE, entry, idleAge);
        }
        if (entry.active()) {
            best.offer(Rank.ACTIVE, entry, overdue);
        } else if (!late) {
            best.offer(Rank.IDLE, entry, idleAge);
        }
    }

    /**
     * Whether another one has to be made, since its time is over or so many turns were given that it may have missed
     * someone.
     */
    boolean isOver(long nowNanos) {
        return given >= MOST_TURNS || nanosLeft(nowNanos) <= 0;
    }

    /** The time that it serves; of one that has nothing, until something can be asked. */
    long nanosLeft(long nowNanos) {
        return madeNanos + (idleNanos > 0 ? idleNanos : SPAN_NANOS) - nowNanos;
    }

    /** Whether it gave some of its turns away, so that it may be used up. */
    boolean isBegun() {
        return given > 0;
    }

    /** Who is to be asked now. */
    Optional<Turn> next(RankOrder order, long nowNanos) {
        return order.ranks().stream()
                .flatMap(rank -> turns.getOrDefault(rank, List.of()).stream())
                .filter(turn -> turn.entry().project.isOpen(turn.entry(), mostPerProject, nowNanos))
                .findFirst();
    }

    /** The target has its turn now, and no other in this batch. */
    void gave(PollEntry entry) {
        turns.values().forEach(ofRank -> ofRank.removeIf(turn -> turn.entry() == entry));
        given++;
    }
}
