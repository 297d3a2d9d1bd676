package trro.exporter.api;

import java.time.Instant;
import trro.exporter.model.PollTarget;

/**
 * The question of one call for figures.
 *
 * @param target whose figures, by which interval
 * @param from start of the range, sent in whole Unix seconds, not before 1970
 * @param to end of the range, not before {@code from}; always sent, since TRRO documents no default
 */
public record StatisticsQuery(PollTarget target, Instant from, Instant to) {

    public StatisticsQuery {
        if (from.getEpochSecond() < 0) {
            throw new IllegalArgumentException("from is before 1970: " + from);
        }
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("to is before from: " + to + " < " + from);
        }
    }
}
