package trro.exporter.api;

import java.util.Optional;
import trro.exporter.model.Secret;
import trro.exporter.pacing.Permit;

/**
 * TRRO's API in our terms. A call is one attempt: whether and when to ask again is the caller's decision. Thread-safe.
 *
 * <p>Every call tells its permit when it leaves, and only then: what it waits for before, such as a key or a
 * connection, is not held against the request budget. It tells it, too, if TRRO refuses the call because of its limit.
 * Who took the permit ends it.
 *
 * <p>Every call throws {@link ApiException} if there is no answer that can be trusted, and {@link InterruptedException}
 * if the thread was interrupted while it waited.
 */
public interface TrroApi {

    /**
     * Session figures by interval.
     *
     * @see <a href="https://www.tencentcloud.com/document/product/1252/68095">DescribeSessionStatisticsByInterval</a>
     */
    StatisticsAnswer sessionStatistics(StatisticsQuery query, Permit permit) throws ApiException, InterruptedException;

    /**
     * A page of a list.
     *
     * @param key the owner of the list: a project's id, or {@link ListAction#ACCOUNT} where the account has it once
     */
    <T> Page<T> list(ListAction<T> action, String key, PageQuery page, Permit permit)
            throws ApiException, InterruptedException;

    /**
     * The id of the key that calls are signed with; empty where it cannot be told at once, or changes from time to
     * time. It never waits.
     */
    default Optional<Secret> lastingKeyId() {
        return Optional.empty();
    }
}
