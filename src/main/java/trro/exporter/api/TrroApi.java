package trro.exporter.api;

/** TRRO's API in our terms. A call is one attempt: whether and when to ask again is the caller's decision. Thread-safe. */
public interface TrroApi {

    /**
     * Session figures by interval.
     *
     * @throws ApiException if there is no answer that can be trusted
     * @throws InterruptedException if the thread was interrupted while it waited
     * @see <a href="https://www.tencentcloud.com/document/product/1252/68095">DescribeSessionStatisticsByInterval</a>
     */
    StatisticsAnswer sessionStatistics(StatisticsQuery query) throws ApiException, InterruptedException;
}
