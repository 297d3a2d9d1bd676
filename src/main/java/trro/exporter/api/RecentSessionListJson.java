package trro.exporter.api;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * DescribeRecentSessionList in TRRO's words. Without a range it answers for the last two hours, the most that it does.
 */
final class RecentSessionListJson {

    static final ListJson<RecentSession> LIST =
            new PagedListJson<>(PagedListJson.Paging.DESCRIBE, "RecentSessionList", RecentSessionListJson::session);

    private RecentSessionListJson() {}

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
}
