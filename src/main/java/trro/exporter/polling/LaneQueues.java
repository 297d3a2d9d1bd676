package trro.exporter.polling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import trro.exporter.polling.Candidate.Rank;

/**
 * Entries that wait for their turn. Each stands in one queue by why it wants to be asked; if its closing figures are wanted, in
 * one more; after a failure in that of the paused alone.
 */
final class LaneQueues {

    /** Share of its promise from which an idle device is served as late, so that the promise is not broken first. */
    private static final double LATE_AGE = 0.9;

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

    /** Offers what could be asked now, the most urgent of each rank among it. */
    void offer(long nowNanos, long resumedAt, Consumer<Candidate> sink) {
        resume(nowNanos);
        offerDue(unseenProject, Rank.UNSEEN_PROJECT, nowNanos, resumedAt, sink);
        offerDue(project, Rank.PROJECT, nowNanos, resumedAt, sink);
        offerDue(active, Rank.ACTIVE, nowNanos, resumedAt, sink);
        active.heads(entry -> offerLate(entry, nowNanos, resumedAt, sink));
        closing.heads(entry -> {
            if (closingNanos(entry) - nowNanos <= 0) {
                sink.accept(new Candidate(entry, Rank.CLOSING, entry.closingOverdue(nowNanos)));
            }
        });
        idle.heads(entry -> {
            if (entry.dueNanos() - nowNanos <= 0 && !offerLate(entry, nowNanos, resumedAt, sink)) {
                sink.accept(new Candidate(entry, Rank.IDLE, entry.idleAge(nowNanos, resumedAt)));
            }
        });
    }

    /** However active a device is: none of its figures is to be older than those of an idle one. */
    private static boolean offerLate(PollEntry entry, long nowNanos, long resumedAt, Consumer<Candidate> sink) {
        double age = entry.idleAge(nowNanos, resumedAt);
        boolean late = age >= LATE_AGE;
        if (late) {
            sink.accept(new Candidate(entry, Rank.LATE, age));
        }
        return late;
    }

    /** Whether there are figures of the project itself that were answered last time. */
    boolean hasProbe() {
        return project.all().anyMatch(entry -> !entry.failing());
    }

    /** Offers what tells best whether the project is back, due or not: no device's trouble can spoil it. */
    void offerProbe(Consumer<Candidate> sink) {
        project.all()
                .filter(entry -> !entry.failing())
                .min(Comparator.comparing(entry -> entry.target().interval()))
                .ifPresent(entry -> sink.accept(new Candidate(entry, Rank.PROJECT, 0)));
    }

    private static void offerDue(TurnQueue queue, Rank rank, long nowNanos, long resumedAt, Consumer<Candidate> sink) {
        queue.heads(entry -> {
            if (entry.dueNanos() - nowNanos <= 0) {
                sink.accept(new Candidate(entry, rank, entry.overdue(nowNanos, resumedAt)));
            }
        });
    }

    /** Nanoseconds until something may be asked, 0 or more; {@link Long#MAX_VALUE} if nothing waits. */
    long nanosUntilDue(long nowNanos) {
        resume(nowNanos);
        Earliest earliest = new Earliest(nowNanos);
        for (TurnQueue queue : List.of(unseenProject, project, active, idle, paused)) {
            queue.heads(entry -> earliest.see(entry.dueNanos()));
        }
        closing.heads(entry -> earliest.see(closingNanos(entry)));
        return earliest.nanosUntil;
    }

    private static final class Earliest {
        private final long nowNanos;
        private long nanosUntil = Long.MAX_VALUE;

        Earliest(long nowNanos) {
            this.nowNanos = nowNanos;
        }

        void see(long moment) {
            nanosUntil = Math.min(nanosUntil, Math.max(0, moment - nowNanos));
        }
    }

    Stream<PollEntry> all() {
        return Stream.of(unseenProject, project, active, idle, paused).flatMap(TurnQueue::all);
    }

    private void resume(long nowNanos) {
        List<PollEntry> over = new ArrayList<>();
        paused.heads(entry -> {
            if (!entry.paused(nowNanos)) {
                over.add(entry);
            }
        });
        if (!over.isEmpty()) {
            over.forEach(paused::remove);
            over.forEach(entry -> add(entry, nowNanos));
            resume(nowNanos); // others may stand behind them
        }
    }

    private static long closingNanos(PollEntry entry) {
        return entry.closing().orElseThrow();
    }
}
