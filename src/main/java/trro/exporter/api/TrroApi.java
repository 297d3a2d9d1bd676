package trro.exporter.api;

import trro.exporter.model.Device;
import trro.exporter.model.LicenseCounts;

/**
 * TRRO's API in our terms. A call is one attempt: whether and when to ask again is the caller's decision. Thread-safe.
 *
 * <p>Every call throws {@link ApiException} if there is no answer that can be trusted, and {@link InterruptedException} if the
 * thread was interrupted while it waited.
 */
public interface TrroApi {

    /**
     * Gets hold of what calls need before they can be sent, such as a key, and may wait for it. Called before a call is
     * counted against the request budget, so that calls that waited for the same thing are not sent all at once.
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
     * The projects of the account.
     *
     * @see <a href="https://www.tencentcloud.com/document/product/1252/68086">DescribeProjectList</a>
     */
    Page<ListedProject> projects(PageQuery page) throws ApiException, InterruptedException;

    /**
     * The devices of a project with their licences; whether it has those without a licence, or of the controlling side, is not
     * documented. The same id may come several times.
     *
     * @see <a href="https://www.tencentcloud.com/document/product/1252/68116">GetDevices</a>
     */
    Page<Device> devices(String projectId, PageQuery page) throws ApiException, InterruptedException;

    /**
     * The devices of a project with their types, including those that log in without registration. The international site does
     * not have this action.
     *
     * @see <a href="https://cloud.tencent.com/document/api/1584/89815">DescribeDeviceList</a>
     */
    Page<Device> deviceList(String projectId, PageQuery page) throws ApiException, InterruptedException;

    /**
     * Sessions of a project that run or ended within the last two hours.
     *
     * @see <a href="https://www.tencentcloud.com/document/product/1252/68097">DescribeRecentSessionList</a>
     */
    Page<RecentSession> recentSessions(String projectId, PageQuery page) throws ApiException, InterruptedException;

    /**
     * The licences of the account.
     *
     * @see <a href="https://www.tencentcloud.com/document/product/1252/68086">GetLicenseStat</a>
     */
    LicenseCounts licenses() throws ApiException, InterruptedException;
}
