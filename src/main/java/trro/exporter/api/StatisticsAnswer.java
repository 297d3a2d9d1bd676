package trro.exporter.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import trro.exporter.model.SessionStatistics;
import trro.exporter.time.Moment;

/**
 * A good answer to a {@link StatisticsQuery}.
 *
 * @param requestId TRRO's id of the call, for a support ticket
 * @param rows as they came: any order, possibly repeated, possibly outside the asked range
 * @param date when the server answered by its own clock, in whole seconds; empty if it did not say
 */
public record StatisticsAnswer(String requestId, List<SessionStatistics> rows, Optional<Instant> date) {

    /** TRRO accepts no call that is further off its clock, so what says so of an accepted one is not TRRO's clock. */
    private static final Duration MOST_APART = Duration.ofMinutes(5);

    public StatisticsAnswer {
        rows = List.copyOf(rows);
    }

    public StatisticsAnswer(String requestId, List<SessionStatistics> rows) {
        this(requestId, rows, Optional.empty());
    }

    StatisticsAnswer dated(Optional<Instant> newDate) {
        return new StatisticsAnswer(requestId, rows, newDate);
    }

    /** The moment of asking, put back as far as the server's date shows that our clock is ahead. */
    public Moment earliest(Moment asked) {
        return date.map(whole -> whole.plusSeconds(1))
                .filter(latest -> latest.isBefore(asked.instant())
                        && latest.plus(MOST_APART).isAfter(asked.instant()))
                .map(latest -> new Moment(latest, asked.nanos()))
                .orElse(asked);
    }
}
