package trro.exporter.discovery;

import java.util.List;
import java.util.Optional;
import trro.exporter.api.ApiException;
import trro.exporter.api.ListAction;
import trro.exporter.api.Page;
import trro.exporter.api.PageQuery;
import trro.exporter.api.TrroApi;
import trro.exporter.pacing.Permit;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.time.Moment;
import trro.exporter.time.TimeSource;

/** Reads a list once, for those who do not go on reading it. */
public record WholeList(TrroApi api, RateLimiter limiter, TimeSource time) {

    private static final int MOST_TRIES = 5;

    /**
     * The rows of all pages, possibly repeated.
     *
     * @return empty where the site has no such list
     * @throws ApiException if it cannot be read at present, or the key may not read it
     */
    public <T> Optional<List<T>> read(ListAction<T> action, String key) throws ApiException, InterruptedException {
        for (int size : ListAction.PAGE_SIZES) {
            try {
                ListPages<T> pages = new ListPages<>(size, action::identity, Moment.now(time));
                boolean isLast = false;
                while (!isLast) {
                    isLast = pages.add(page(action, key, pages.next()));
                }
                return Optional.of(pages.snapshot().rows());
            } catch (ApiException e) {
                if (ListReader.isAbsent(e)) {
                    return Optional.empty();
                }
                if (!e.code().startsWith("InvalidParameter")) {
                    throw e;
                }
            }
        }
        return Optional.empty();
    }

    private <T> Page<T> page(ListAction<T> action, String key, PageQuery query)
            throws ApiException, InterruptedException {
        for (int tries = 1; ; tries++) {
            Permit permit = limiter.acquire();
            try {
                return api.list(action, key, query, permit);
            } catch (ApiException e) {
                if (!e.kind().mayPass() || tries == MOST_TRIES) {
                    throw e;
                }
            } finally {
                permit.ended();
            }
        }
    }
}
