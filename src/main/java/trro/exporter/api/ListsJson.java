package trro.exporter.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import trro.exporter.api.Fields.ImpossibleException;
import trro.exporter.model.Device;
import trro.exporter.model.DeviceType;
import trro.exporter.model.LicenseCounts;

/** The lists, in TRRO's words: how each is asked for, and how its rows are read. */
final class ListsJson {

    /** Of DescribeProjectList. */
    static final ListAction.Json<ListedProject> PROJECTS = new Paged<>(Paging.DESCRIBE, "Projects", ListsJson::project);

    /** Of GetDevices, whose rows do not say which project they are of, and whose times are Unix seconds in strings. */
    static final ListAction.Json<Device> LICENSED_DEVICES =
            new Paged<>(Paging.GET, "Devices", ListsJson::licensedDevice);

    /** Of DescribeDeviceList. Without RegisterType 1 it leaves out devices that log in without registration. */
    static final ListAction.Json<Device> REGISTERED_DEVICES =
            new Paged<>(Paging.DESCRIBE, "Devices", ListsJson::registeredDevice, body -> body.put("RegisterType", 1));

    /** Of DescribeRecentSessionList. Without a range it answers for the last two hours, the most that it does. */
    static final ListAction.Json<RecentSession> RECENT_SESSIONS =
            new Paged<>(Paging.DESCRIBE, "RecentSessionList", ListsJson::session);

    static final ListAction.Json<LicenseCounts> LICENSES = new LicenseStat();

    private ListsJson() {}

    private static Optional<ListedProject> project(JsonNode row) {
        return Fields.id(row, "ProjectId").map(id -> new ListedProject(id, Fields.name(row, "ProjectName")));
    }

    private static Optional<Device> licensedDevice(JsonNode row) {
        return Fields.id(row, "DeviceId")
                .map(id -> new Device(id, Fields.name(row, "DeviceName"), Optional.empty(), expiry(row)));
    }

    /**
     * It is not documented what stands here without a licence: no licences or a time of zero say that there is none.
     */
    private static Optional<Instant> expiry(JsonNode row) {
        OptionalLong seconds = Fields.optionalInteger(row, "ExpireTime", Fields.MAX_EPOCH_SECOND);
        long licenses =
                Fields.optionalInteger(row, "LicenseCount", Long.MAX_VALUE).orElse(1);
        return seconds.orElse(0) == 0 || licenses == 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(seconds.getAsLong()));
    }

    private static Optional<Device> registeredDevice(JsonNode row) {
        Optional<DeviceType> type = row.path("DeviceType").stringValueOpt().flatMap(DeviceType::ofLabel);
        return Fields.id(row, "DeviceId")
                .map(id -> new Device(id, Fields.name(row, "DeviceName"), type, Optional.empty()));
    }

    /** A row is of use if it names a device and a time; one of the two times stands in for the other. */
    private static Optional<RecentSession> session(JsonNode row) {
        Optional<String> field = Fields.id(row, "FieldDeviceId");
        Optional<String> remote = Fields.id(row, "RemoteDeviceId");
        OptionalLong start = Fields.optionalInteger(row, "StartTime", Fields.MAX_EPOCH_SECOND);
        OptionalLong update = Fields.optionalInteger(row, "LatestUpdateTime", Fields.MAX_EPOCH_SECOND);
        if ((field.isEmpty() && remote.isEmpty()) || (start.isEmpty() && update.isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(new RecentSession(
                field,
                remote,
                Instant.ofEpochSecond(start.orElseGet(update::getAsLong)),
                Instant.ofEpochSecond(update.orElseGet(start::getAsLong))));
    }

    /** The words in which an action speaks of pages. */
    private enum Paging {
        /** As actions do whose names begin with Describe. */
        DESCRIBE("PageNumber", "Total"),
        /** As actions do whose names begin with Get. */
        GET("PageNum", "TotalCount");

        private final String number;
        private final String total;

        Paging(String number, String total) {
            this.number = number;
            this.total = total;
        }
    }

    /**
     * A list that comes in pages.
     *
     * <p>Lists say who exists, not figures: a row that cannot be read is left out and counted, the others stand.
     *
     * @param rows the field that has the rows
     * @param row reads one of them; empty if it says nothing that can be used
     * @param more adds to a request whatever the action wants beside the page and the project
     */
    private record Paged<T>(
            Paging paging, String rows, Function<JsonNode, Optional<T>> row, UnaryOperator<ObjectNode> more)
            implements ListAction.Json<T> {

        Paged(Paging paging, String rows, Function<JsonNode, Optional<T>> row) {
            this(paging, rows, row, UnaryOperator.identity());
        }

        @Override
        public ObjectNode request(Optional<String> projectId, PageQuery page) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.put(paging.number, page.number());
            body.put("PageSize", page.size());
            projectId.ifPresent(id -> body.put("ProjectId", id));
            return more.apply(body);
        }

        @Override
        public Page<T> read(JsonNode response, String requestId) throws ImpossibleException {
            OptionalLong total = Fields.optionalInteger(response, paging.total, Long.MAX_VALUE);
            JsonNode array = array(response, total);
            List<T> readable = array.valueStream()
                    .flatMap(node -> row.apply(node).stream())
                    .toList();
            return new Page<>(requestId, readable, total, array.size() - readable.size());
        }

        /** Some servers leave an empty list out or write null for it, which is believed only if the total agrees. */
        private JsonNode array(JsonNode response, OptionalLong total) throws ImpossibleException {
            JsonNode array = response.path(rows);
            Optional<String> absent = Fields.absent(array);
            if (absent.isPresent() && total.isPresent() && total.getAsLong() == 0) {
                return JsonNodeFactory.instance.arrayNode();
            }
            if (!array.isArray()) {
                throw new ImpossibleException("Response." + rows, absent.orElse("is not an array"));
            }
            return array;
        }
    }

    /**
     * GetLicenseStat in TRRO's words, as a list of one row. These are figures, so one that cannot be right spoils the
     * answer.
     */
    private static final class LicenseStat implements ListAction.Json<LicenseCounts> {

        @Override
        public ObjectNode request(Optional<String> projectId, PageQuery page) {
            return JsonNodeFactory.instance.objectNode();
        }

        @Override
        public Page<LicenseCounts> read(JsonNode response, String requestId) throws ImpossibleException {
            LicenseCounts counts = new LicenseCounts(
                    count(response, "Valid"),
                    count(response, "Bound"),
                    count(response, "UnBound"),
                    count(response, "Expire"),
                    Fields.optionalInteger(response, "MonthlyExpire", Long.MAX_VALUE));
            return new Page<>(requestId, List.of(counts), OptionalLong.of(1), 0);
        }

        private static long count(JsonNode response, String name) throws ImpossibleException {
            return Fields.integer(response, "Response", name, Long.MAX_VALUE);
        }
    }
}
