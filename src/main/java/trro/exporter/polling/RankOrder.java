package trro.exporter.polling;

import java.util.ArrayList;
import java.util.List;

/**
 * In which order the ranks are served, so that the urgent goes first and nothing starves.
 *
 * <p>Three rules bend the order of {@link Rank}: a project's own figures take at most every second turn, devices that
 * are active and buckets that closed take turns, and figures that are nearly as old as promised get every fourth turn
 * at least.
 */
final class RankOrder {

    /** Why a target wants to be asked. */
    enum Rank {
        /** A project's own figures that nobody has seen yet. */
        UNSEEN_PROJECT,
        /** A project's own figures that are due. */
        PROJECT,
        /** The last figures of a bucket that has settled, of a device that had sessions in it. */
        CLOSING,
        /** A device that has sessions now. */
        ACTIVE,
        /** Figures of any device that are nearly as old as an idle one is promised, or were never seen. */
        LATE,
        /** Any other device that is due. */
        IDLE
    }

    private boolean projectHadTheLast;
    private boolean closingHadTheLast;
    private int sinceLate;

    /** The ranks in the order in which they are served now. */
    List<Rank> ranks() {
        List<Rank> ranks = new ArrayList<>();
        ranks.add(Rank.UNSEEN_PROJECT);
        if (!projectHadTheLast) {
            ranks.add(Rank.PROJECT);
        }
        if (sinceLate >= PollPace.LATE_EVERY - 1) {
            ranks.add(Rank.LATE);
        }
        ranks.addAll(closingHadTheLast ? List.of(Rank.ACTIVE, Rank.CLOSING) : List.of(Rank.CLOSING, Rank.ACTIVE));
        ranks.addAll(List.of(Rank.LATE, Rank.IDLE, Rank.PROJECT));
        return ranks;
    }

    /** A target of this rank had its turn. */
    void served(Rank rank) {
        projectHadTheLast = rank == Rank.PROJECT;
        if (rank == Rank.CLOSING || rank == Rank.ACTIVE) {
            closingHadTheLast = rank == Rank.CLOSING;
        }
        sinceLate = rank == Rank.LATE ? 0 : sinceLate + 1;
    }
}
