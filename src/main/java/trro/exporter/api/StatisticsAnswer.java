package trro.exporter.api;

import java.util.List;
import trro.exporter.model.SessionStatistics;

/**
 * A good answer to a {@link StatisticsQuery}.
 *
 * @param requestId TRRO's id of the call, for a support ticket
 * @param rows as they came: any order, possibly repeated, possibly outside the asked range
 */
public record StatisticsAnswer(String requestId, List<SessionStatistics> rows) {

    public StatisticsAnswer {
        rows = List.copyOf(rows);
    }
}
