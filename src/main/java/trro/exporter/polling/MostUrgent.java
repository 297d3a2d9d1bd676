package trro.exporter.polling;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import trro.exporter.polling.RankOrder.Rank;

/** The few most urgent targets of each rank, whatever the order in which they are offered. */
final class MostUrgent {

    /**
     * A target that may have a turn.
     *
     * @param urgency how urgent it is among those of its rank
     */
    record Turn(PollEntry entry, Rank rank, double urgency) {}

    private static final Comparator<Turn> ORDER = (a, b) -> compare(a.urgency(), a.entry(), b.urgency(), b.entry());

    private final int most;
    private final Map<Rank, PriorityQueue<Turn>> byRank = new EnumMap<>(Rank.class);

    /** @param most how many of each rank are kept, 1 or more */
    MostUrgent(int most) {
        this.most = most;
    }

    /**
     * Of equals the shorter interval goes first, since what changes soonest is wanted soonest; then what was asked
     * longer ago; then each project has its first target before any has its second.
     */
    private static int compare(double urgencyA, PollEntry a, double urgencyB, PollEntry b) {
        if (urgencyA != urgencyB) {
            return Double.compare(urgencyB, urgencyA);
        }
        int byInterval = a.target.interval().compareTo(b.target.interval());
        int byAsked = Long.signum(a.askedNanos() - b.askedNanos()); // the clock may wrap
        int byNumber = Integer.compare(a.number, b.number);
        int byTurn = byAsked != 0 ? byAsked : byNumber;
        int bySelf = byTurn != 0 ? byTurn : Integer.compare(a.project.number, b.project.number);
        return byInterval != 0 ? byInterval : bySelf;
    }

    void offer(Rank rank, PollEntry entry, double urgency) {
        PriorityQueue<Turn> kept = leastUrgentFirst(rank);
        Turn last = kept.peek();
        if (last != null && kept.size() == most) {
            if (compare(urgency, entry, last.urgency(), last.entry()) > 0) {
                return;
            }
            kept.remove();
        }
        kept.add(new Turn(entry, rank, urgency));
    }

    void offerAll(MostUrgent others) {
        others.byRank.values().forEach(kept -> kept.forEach(turn -> offer(turn.rank(), turn.entry(), turn.urgency())));
    }

    /** Those of a rank that are kept, the most urgent first. */
    Stream<Turn> inOrder(Rank rank) {
        return leastUrgentFirst(rank).stream().sorted(ORDER);
    }

    private PriorityQueue<Turn> leastUrgentFirst(Rank rank) {
        return byRank.computeIfAbsent(rank, key -> new PriorityQueue<>(ORDER.reversed()));
    }
}
