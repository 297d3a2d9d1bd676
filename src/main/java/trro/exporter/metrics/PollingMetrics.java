package trro.exporter.metrics;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import trro.exporter.exposition.SampleSink;

/**
 * Shows how polling stands: how many targets there are and are late, and the pace of each account's calls.
 *
 * @param polling gives the state at the moment of a scrape
 */
public record PollingMetrics(Supplier<State> polling) implements FamilyCollector {

    /**
     * The state of polling at one moment.
     *
     * @param overdue targets that are later than promised
     */
    public record State(int targets, long overdue, List<Pace> paces) {

        public State {
            paces = List.copyOf(paces);
        }
    }

    /**
     * The pace in force of an account's calls of one action.
     *
     * @param action TRRO's name of it
     */
    public record Pace(String account, String action, double requestsPerSecond) {}

    @Override
    public void collect(Predicate<String> projects, SampleSink sink) throws IOException {
        State state = polling.get();
        SortedRows rows = new SortedRows();
        rows.add(MetricCatalog.POLL_TARGETS, state.targets());
        rows.add(MetricCatalog.POLL_OVERDUE_TARGETS, (double) state.overdue());
        state.paces()
                .forEach(pace ->
                        rows.add(MetricCatalog.API_BUDGET, pace.requestsPerSecond(), pace.account(), pace.action()));
        rows.writeTo(sink);
    }
}
