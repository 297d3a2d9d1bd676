package trro.exporter.api;

/**
 * TRRO's API in our terms. A call is one attempt: whether and when to ask again is the caller's decision. Thread-safe.
 *
 * <p>Every call throws {@link ApiException} if there is no answer that can be trusted, and {@link InterruptedException}
 * if the thread was interrupted while it waited.
 */
public interface TrroApi {

    /**
     * Gets hold of the things that calls need before they can be sent, such as a key, and may wait for them. Called
     * before a call is counted against the request budget, so that calls that waited for the same thing are not sent
     * all at once.
     *
     * @throws ApiException if a call could not be made now
     */
    default void prepare() throws ApiException, InterruptedException {}

    /**
     * Session figures by interval.
     *
     * @see <a href="https://www.tencentcloud.com/document/product/1252/68095">DescribeSessionStatisticsByInterval</a>
     */
    StatisticsAnswer sessionStatistics(StatisticsQuery query) throws ApiException, InterruptedException;

    /**
     * A page of a list.
     *
     * @param key the owner of the list: a project's id, or {@link ListAction#ACCOUNT} where the account has it once
     */
    <T> Page<T> list(ListAction<T> action, String key, PageQuery page) throws ApiException, InterruptedException;
}
