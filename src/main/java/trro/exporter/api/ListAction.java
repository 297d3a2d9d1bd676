package trro.exporter.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;
import trro.exporter.model.Device;
import trro.exporter.model.LicenseCounts;

/**
 * One of TRRO's lists, as a value: the action that answers it, how its pages are spelt, how a row is
 * read and how rows are told apart. A new list is a constant here and a reader of its rows.
 *
 * @param <T> a row
 */
public final class ListAction<T> {

    /**
     * Rows of a page, the most that are asked for first. The most that TRRO allows is not documented: where a size is
     * refused, the next one is tried. The last one is TRRO's own default.
     */
    public static final List<Integer> PAGE_SIZES = List.of(100, 50, 20, 10);

    /** The key of a list that the account has once; any other key is a project's id. */
    public static final String ACCOUNT = "";

    /**
     * The projects of the account.
     *
     * @see <a href="https://www.tencentcloud.com/document/product/1252/68101">DescribeProjectList</a>
     */
    public static final ListAction<ListedProject> PROJECTS =
            new ListAction<>(TrroAction.PROJECT_LIST, ListsJson.PROJECTS, ListedProject::id);

    /**
     * The devices of a project with their licences. It is not documented whether it has those without a licence, or of
     * the controlling side. The same id may come several times.
     *
     * @see <a href="https://www.tencentcloud.com/document/product/1252/68116">GetDevices</a>
     */
    public static final ListAction<Device> LICENSED_DEVICES =
            new ListAction<>(TrroAction.DEVICES, ListsJson.LICENSED_DEVICES, Device::id);

    /**
     * The devices of a project with their types, including those that log in without registration. The international
     * site does not have this action.
     *
     * @see <a href="https://cloud.tencent.com/document/api/1584/89815">DescribeDeviceList</a>
     */
    public static final ListAction<Device> REGISTERED_DEVICES =
            new ListAction<>(TrroAction.DEVICE_LIST, ListsJson.REGISTERED_DEVICES, Device::id);

    /**
     * Sessions of a project that run or ended within the last two hours.
     *
     * @see <a href="https://www.tencentcloud.com/document/product/1252/68097">DescribeRecentSessionList</a>
     */
    public static final ListAction<RecentSession> RECENT_SESSIONS =
            new ListAction<>(TrroAction.RECENT_SESSION_LIST, ListsJson.RECENT_SESSIONS, Function.identity());

    /**
     * The licences of the account: a list of one row without pages.
     *
     * @see <a href="https://www.tencentcloud.com/document/product/1252/68115">GetLicenseStat</a>
     */
    public static final ListAction<LicenseCounts> LICENSES =
            new ListAction<>(TrroAction.LICENSE_STAT, ListsJson.LICENSES, Function.identity());

    /**
     * The last time that a list was read as a whole.
     *
     * @param projectId the project whose list it is; empty for a list of the account
     */
    public record Read(TrroAction action, Optional<String> projectId, Instant at) {}

    private final TrroAction action;
    private final Json<T> json;
    private final Function<? super T, ?> identity;

    private ListAction(TrroAction action, Json<T> json, Function<? super T, ?> identity) {
        this.action = action;
        this.json = json;
        this.identity = identity;
    }

    public TrroAction action() {
        return action;
    }

    /** The project whose list a key names; empty for a list of the account. */
    public static Optional<String> project(String key) {
        return key.equals(ACCOUNT) ? Optional.empty() : Optional.of(key);
    }

    /** Equal for two rows that are about the same thing. */
    public Object identity(T row) {
        return identity.apply(row);
    }

    /** The body that asks for a page. */
    byte[] request(String key, PageQuery page) {
        return json.request(project(key), page).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws ApiException TRRO's error, or MALFORMED if there is no list */
    Page<T> answer(byte[] body) throws ApiException {
        return Envelope.read(body, json);
    }

    @Override
    public String toString() {
        return action.label();
    }

    /** A list in TRRO's words. */
    interface Json<T> extends Envelope.Reader<Page<T>> {

        /** The content of the request for a page of the project's list, or of the account's. */
        ObjectNode request(Optional<String> projectId, PageQuery page);
    }
}
