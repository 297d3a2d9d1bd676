package trro.exporter.accounts;

import trro.exporter.api.ApiException;
import trro.exporter.api.ApiException.ConnectionWasClosedException;
import trro.exporter.api.ListAction;
import trro.exporter.api.Page;
import trro.exporter.api.PageQuery;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.api.TrroApi;
import trro.exporter.pacing.Permit;

/**
 * Makes a call once more if the server closed its kept connection instead of answering, which happens to one call in a
 * hundred and says nothing about TRRO. The second call waits for a permit of its own; by then the HTTP client has heard
 * of all connections that the server closed.
 */
record ClosedConnectionRetry(TrroApi api) implements TrroApi {

    /** One call. */
    private interface Attempt<T> {
        T make(Permit permit) throws ApiException, InterruptedException;
    }

    @Override
    public StatisticsAnswer sessionStatistics(StatisticsQuery query, Permit permit)
            throws ApiException, InterruptedException {
        return call(permit, each -> api.sessionStatistics(query, each));
    }

    @Override
    public <T> Page<T> list(ListAction<T> action, String key, PageQuery page, Permit permit)
            throws ApiException, InterruptedException {
        return call(permit, each -> api.list(action, key, page, each));
    }

    private static <T> T call(Permit permit, Attempt<T> attempt) throws ApiException, InterruptedException {
        try {
            return attempt.make(permit);
        } catch (ApiException e) {
            if (!(e.getCause() instanceof ConnectionWasClosedException)) {
                throw e;
            }
        }
        Permit second = permit.another();
        try {
            return attempt.make(second);
        } finally {
            second.ended();
        }
    }
}
