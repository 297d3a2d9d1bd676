package trro.exporter.polling;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import trro.exporter.polling.Candidate.Rank;

/** The most urgent candidate of each rank over all lanes, during one choice. */
final class Choice {

    /** @param lane the position of its lane */
    record Offer(Candidate candidate, int lane) {}

    private final Map<Rank, Offer> best = new EnumMap<>(Rank.class);

    /** Of equals the one that was offered first counts. */
    void offer(Candidate candidate, int lane) {
        Offer before = best.get(candidate.rank());
        if (before == null || Candidate.MOST_OVERDUE.compare(candidate, before.candidate()) < 0) {
            best.put(candidate.rank(), new Offer(candidate, lane));
        }
    }

    Optional<Offer> best(Turns turns) {
        return turns.order().stream()
                .flatMap(rank -> Optional.ofNullable(best.get(rank)).stream())
                .findFirst();
    }
}
