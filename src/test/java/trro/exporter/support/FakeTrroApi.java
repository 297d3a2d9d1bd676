package trro.exporter.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import trro.exporter.api.ApiException;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.pacing.Permit;

/** Answers by a script and remembers what it was asked. Thread-safe. */
public final class FakeTrroApi implements StatisticsOnly {

    /** Gives each question its answer. */
    public interface Script {
        StatisticsAnswer answer(StatisticsQuery query) throws ApiException, InterruptedException;
    }

    /** No row, which means no sessions. */
    public static final Script NO_SESSIONS = query -> new StatisticsAnswer("request-1", List.of());

    private final List<StatisticsQuery> queries = new ArrayList<>();
    private volatile Script script = NO_SESSIONS;
    private volatile Runnable preparation = () -> {};

    /** From now on answers like this. */
    public void answer(Script newScript) {
        script = newScript;
    }

    /** From now on fails like this. */
    public void fail(ApiException.Kind kind, String code) {
        script = query -> {
            throw new ApiException(kind, code, code + " from the script", Optional.of("request-2"));
        };
    }

    /** From now on does this before each call leaves. */
    public void prepare(Runnable newPreparation) {
        preparation = newPreparation;
    }

    @Override
    public StatisticsAnswer sessionStatistics(StatisticsQuery query, Permit permit)
            throws ApiException, InterruptedException {
        preparation.run();
        permit.sent();
        synchronized (queries) {
            queries.add(query);
        }
        try {
            return script.answer(query);
        } catch (ApiException e) {
            throw Permits.refused(permit, e);
        }
    }

    /** Everything that was asked so far. */
    public List<StatisticsQuery> queries() {
        synchronized (queries) {
            return List.copyOf(queries);
        }
    }
}
