package trro.exporter.backfill;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import trro.exporter.model.SessionStatistics;

/** Everything that is known of a series of buckets within some time. */
final class Timeline {

    /** Time in which the want of a row means that there were no sessions. */
    private record Sure(Instant from, Instant to) {}

    private final Map<Instant, SessionStatistics> reported = new HashMap<>();
    private final Set<Instant> doubted = new HashSet<>();
    private final List<Sure> sure = new ArrayList<>();
    private final Knowledge knowledge;

    /** @param all answers about the time */
    Timeline(List<KeptAnswer> all, Knowledge knowledge) {
        this.knowledge = knowledge;
        all.forEach(this::add);
    }

    private void add(KeptAnswer told) {
        for (SessionStatistics row : told.rows()) { // figures of a bucket only grow
            reported.merge(row.start(), row, (one, other) -> one.sessions() >= other.sessions() ? one : other);
        }
        doubted.addAll(told.unknown());
        if (knowledge.isWhole(told)) {
            sure.add(new Sure(told.question().from(), told.question().to()));
        } else if (!told.rows().isEmpty()) {
            Instant last = told.rows().get(told.rows().size() - 1).start();
            sure.add(new Sure(told.rows().get(0).start(), last));
        }
    }

    /** The figures of the bucket that starts at a moment, zero where it surely had no sessions; empty if not known. */
    Optional<SessionStatistics> at(Instant start) {
        Optional<SessionStatistics> row = Optional.ofNullable(reported.get(start));
        return row.isPresent() || !isSure(start) ? row : Optional.of(SessionStatistics.none(start, start));
    }

    /** Whether the figures of a bucket are zero since no row came. */
    boolean wasLeftOut(Instant start) {
        return !reported.containsKey(start) && isSure(start);
    }

    private boolean isSure(Instant start) {
        return !doubted.contains(start)
                && !start.isBefore(knowledge.earliest())
                && sure.stream().anyMatch(time -> !start.isBefore(time.from()) && start.isBefore(time.to()));
    }
}
