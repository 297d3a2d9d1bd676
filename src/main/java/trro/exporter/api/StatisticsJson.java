package trro.exporter.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import trro.exporter.api.Fields.ImpossibleException;
import trro.exporter.model.SessionStatistics;

/**
 * DescribeSessionStatisticsByInterval in TRRO's words. Names, units and nulls go no further than the classes called
 * Json: minutes, percent and Unix seconds become Duration, ratio and Instant.
 *
 * <p>One impossible figure spoils the whole answer: a row left out would read as a bucket without sessions.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/1252/68095">DescribeSessionStatisticsByInterval</a>
 */
final class StatisticsJson {

    private static final long MAX_MINUTES = Long.MAX_VALUE / 60;

    private StatisticsJson() {}

    /**
     * The request body: integers bare and no key that is not needed, since TRRO checks types and refuses unknown keys.
     */
    static byte[] request(StatisticsQuery query) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("ProjectId", query.target().projectId());
        query.target().deviceId().ifPresent(deviceId -> body.put("DeviceId", deviceId));
        body.put("StatisticInterval", query.target().interval().label());
        body.put("StartTime", query.from().getEpochSecond());
        body.put("EndTime", query.to().getEpochSecond());
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws ApiException TRRO's error, or MALFORMED with the path of the first figure that cannot be right */
    static StatisticsAnswer answer(byte[] body) throws ApiException {
        return Envelope.read(
                body,
                (response, requestId) -> new StatisticsAnswer(requestId, rows(response.path("SessionStatistics"))));
    }

    private static List<SessionStatistics> rows(JsonNode array) throws ImpossibleException {
        String path = "Response.SessionStatistics";
        if (!array.isArray()) {
            throw new ImpossibleException(path, Fields.absent(array).orElse("is not an array"));
        }
        List<SessionStatistics> rows = new ArrayList<>(array.size());
        for (JsonNode row : array.values()) {
            rows.add(row(row, path + "[" + rows.size() + "]"));
        }
        return rows;
    }

    private static SessionStatistics row(JsonNode row, String path) throws ImpossibleException {
        if (!row.isObject()) {
            throw new ImpossibleException(path, Fields.absent(row).orElse("is not an object"));
        }
        long sessions = Fields.integer(row, path, "SessionNum", Long.MAX_VALUE);
        long start = Fields.integer(row, path, "StartTime", Fields.MAX_EPOCH_SECOND);
        // Nothing but a check is built on the end, so a row is not lost for the want of it.
        long end = Fields.absent(row.path("EndTime")).isPresent()
                ? start
                : Fields.integer(row, path, "EndTime", Fields.MAX_EPOCH_SECOND);
        // The ratio of no sessions is undocumented: it may well be null.
        long notBadPercent = sessions == 0 ? 0 : Fields.integer(row, path, "NotBadSessionRatio", 100);
        return new SessionStatistics(
                Instant.ofEpochSecond(start),
                Instant.ofEpochSecond(end),
                sessions,
                Duration.ofMinutes(Fields.integer(row, path, "TotalDuration", MAX_MINUTES)),
                notBadPercent / 100.0,
                Fields.integer(row, path, "ActiveFieldDeviceNum", Long.MAX_VALUE),
                Fields.integer(row, path, "ActiveRemoteDeviceNum", Long.MAX_VALUE));
    }
}
