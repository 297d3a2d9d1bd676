package trro.exporter.polling;

import java.util.OptionalLong;
import java.util.stream.Stream;
import trro.exporter.polling.Candidate.Rank;

/**
 * Entries that wait for their turn. Each stands in one queue by why it wants to be asked; if its closing figures are wanted, in
 * one more; after a failure in that of the paused alone.
 */
final class LaneQueues {

    private final TurnQueue unseenProject = new TurnQueue(PollEntry::askedNanos);
    private final TurnQueue project = new TurnQueue(PollEntry::askedNanos);
    private final TurnQueue active = new TurnQueue(PollEntry::askedNanos);
    private final TurnQueue idle = new TurnQueue(PollEntry::askedNanos);
    private final TurnQueue closing = new TurnQueue(LaneQueues::closingNanos);
    private final TurnQueue paused = new TurnQueue(PollEntry::dueNanos);

    void add(PollEntry entry, long nowNanos) {
        if (entry.paused(nowNanos)) {
            paused.add(entry);
            return;
        }
        own(entry).add(entry);
        if (entry.closing().isPresent()) {
            closing.add(entry);
        }
    }

    void remove(PollEntry entry) {
        paused.remove(entry);
        own(entry).remove(entry);
        if (entry.closing().isPresent()) {
            closing.remove(entry);
        }
    }

    private TurnQueue own(PollEntry entry) {
        if (entry.target().deviceId().isPresent()) {
            return entry.active() ? active : idle;
        }
        return entry.asked() ? project : unseenProject;
    }

    /** The most urgent of each queue and interval that could be asked now. */
    Stream<Candidate> candidates(long nowNanos, long resumedAt) {
        resume(nowNanos);
        return Stream.of(
                        due(unseenProject, Rank.UNSEEN_PROJECT, nowNanos, resumedAt),
                        due(project, Rank.PROJECT, nowNanos, resumedAt),
                        due(active, Rank.ACTIVE, nowNanos, resumedAt),
                        closing.heads()
                                .filter(entry -> closingNanos(entry) - nowNanos <= 0)
                                .map(entry -> new Candidate(entry, Rank.CLOSING, entry.closingOverdue(nowNanos))),
                        idle.heads()
                                .filter(entry -> entry.dueNanos() - nowNanos <= 0)
                                .map(entry -> swept(entry, entry.idleAge(nowNanos, resumedAt))))
                .flatMap(candidates -> candidates);
    }

    private static Stream<Candidate> due(TurnQueue queue, Rank rank, long nowNanos, long resumedAt) {
        return queue.heads()
                .filter(entry -> entry.dueNanos() - nowNanos <= 0)
                .map(entry -> new Candidate(entry, rank, entry.overdue(nowNanos, resumedAt)));
    }

    private static Candidate swept(PollEntry entry, double age) {
        return new Candidate(entry, age >= 1 ? Rank.LATE : Rank.IDLE, age);
    }

    /** Nanoseconds until something may be asked, 0 or more; empty if nothing waits. */
    OptionalLong nanosUntilDue(long nowNanos) {
        resume(nowNanos);
        return Stream.concat(
                        Stream.of(unseenProject, project, active, idle, paused)
                                .flatMap(TurnQueue::heads)
                                .map(entry -> entry.dueNanos() - nowNanos),
                        closing.heads().map(entry -> closingNanos(entry) - nowNanos))
                .mapToLong(nanos -> Math.max(0, nanos))
                .min();
    }

    Stream<PollEntry> all() {
        return Stream.of(unseenProject, project, active, idle, paused).flatMap(TurnQueue::all);
    }

    private void resume(long nowNanos) {
        paused.heads().filter(entry -> !entry.paused(nowNanos)).toList().forEach(entry -> {
            paused.remove(entry);
            add(entry, nowNanos);
            resume(nowNanos);
        });
    }

    private static long closingNanos(PollEntry entry) {
        return entry.closing().orElseThrow();
    }
}
