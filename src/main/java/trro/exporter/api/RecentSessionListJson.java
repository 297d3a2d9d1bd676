package trro.exporter.api;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** DescribeRecentSessionList in TRRO's words. Without a range it answers for the last two hours, the most that it does. */
final class RecentSessionListJson {

    private static final ListJson LIST = new ListJson("PageNumber", "RecentSessionList", "Total");

    private RecentSessionListJson() {}

    static byte[] request(String projectId, PageQuery page) {
        return ListJson.bytes(LIST.request(projectId, page));
    }

    static Page<RecentSession> answer(byte[] body) throws ApiException {
        return LIST.page(body, RecentSessionListJson::session);
    }

    /** Of use is a row that names a device and a time; of the two times the one stands in for the other. */
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
}
