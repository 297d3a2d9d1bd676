package trro.exporter.polling;

import java.util.Comparator;

/**
 * An entry that could be asked now.
 *
 * @param overdue how urgent it is among those of its rank
 */
record Candidate(PollEntry entry, Rank rank, double overdue) {

    /** Why an entry wants to be asked. */
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

    /** The most urgent first; of equals the shorter interval, since what changes soonest is wanted soonest. */
    static final Comparator<Candidate> MOST_OVERDUE = Comparator.comparingDouble(Candidate::overdue)
            .reversed()
            .thenComparing(candidate -> candidate.entry().target().interval());
}
