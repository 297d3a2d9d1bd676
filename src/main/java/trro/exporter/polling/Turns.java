package trro.exporter.polling;

import java.util.ArrayList;
import java.util.List;
import trro.exporter.polling.Candidate.Rank;

/**
 * In which order the ranks are served, so that the urgent goes first and nothing starves.
 *
 * <p>Three rules bend the order of {@link Rank}: a project's own figures take at most every second turn, devices that are
 * active and buckets that closed take turns, and figures that are nearly as old as promised get every fourth turn at least.
 */
final class Turns {

    private boolean projectHadTheLast;
    private boolean closingHadTheLast;
    private int sinceLate;

    /** The ranks in the order in which they are served now. */
    List<Rank> order() {
        List<Rank> order = new ArrayList<>(Rank.values().length);
        order.add(Rank.UNSEEN_PROJECT);
        if (!projectHadTheLast) {
            order.add(Rank.PROJECT);
        }
        if (sinceLate >= PollPace.LATE_EVERY - 1) {
            order.add(Rank.LATE);
        }
        order.addAll(closingHadTheLast ? List.of(Rank.ACTIVE, Rank.CLOSING) : List.of(Rank.CLOSING, Rank.ACTIVE));
        order.add(Rank.LATE);
        order.add(Rank.IDLE);
        order.add(Rank.PROJECT);
        return order;
    }

    void took(Rank rank) {
        projectHadTheLast = rank == Rank.PROJECT;
        if (rank == Rank.CLOSING || rank == Rank.ACTIVE) {
            closingHadTheLast = rank == Rank.CLOSING;
        }
        sinceLate = rank == Rank.LATE ? 0 : sinceLate + 1;
    }
}
