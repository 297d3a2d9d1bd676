package trro.exporter.polling;

import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/**
 * An entry that could be asked now.
 *
 * @param queue holds the entry at its head
 * @param overdue how late it is, as a multiple of its own poll interval
 */
record Candidate(Queue<PollEntry> queue, Rank rank, double overdue) {

    enum Rank {
        UNSEEN_PROJECT,
        UNSEEN_DEVICE,
        DUE_PROJECT,
        DUE_DEVICE
    }

    /** The best one first, when it is the projects' turn. */
    static final Comparator<Candidate> PROJECTS_IN_TURN =
            order(List.of(Rank.UNSEEN_PROJECT, Rank.DUE_PROJECT, Rank.UNSEEN_DEVICE, Rank.DUE_DEVICE));

    /** The best one first, when a project's own figures had the last turn. */
    static final Comparator<Candidate> DEVICES_IN_TURN =
            order(List.of(Rank.UNSEEN_PROJECT, Rank.UNSEEN_DEVICE, Rank.DUE_DEVICE, Rank.DUE_PROJECT));

    private static Comparator<Candidate> order(List<Rank> ranks) {
        return Comparator.<Candidate>comparingInt(candidate -> ranks.indexOf(candidate.rank))
                .thenComparing(Comparator.comparingDouble(Candidate::overdue).reversed());
    }
}
