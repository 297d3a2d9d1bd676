package trro.exporter.support;

import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A question that an exporter asked of a {@link StandInTrro}.
 *
 * @param from Unix seconds
 * @param to Unix seconds
 */
public record Question(String projectId, Optional<String> deviceId, String interval, long from, long to) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> KEYS =
            List.of("ProjectId", "DeviceId", "StatisticInterval", "StartTime", "EndTime");

    /** Reads the body of DescribeSessionStatisticsByInterval as strictly as the vendor's gateway does. */
    static Question parse(byte[] body) throws StandInRefusal {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JacksonException e) {
            throw new StandInRefusal("InvalidRequest");
        }
        for (String key : json.propertyNames()) {
            if (!KEYS.contains(key)) {
                throw new StandInRefusal("UnknownParameter");
            }
        }
        String interval = text(json, "StatisticInterval");
        if (!List.of("hour", "day", "month").contains(interval)) {
            throw new StandInRefusal("InvalidParameterValue");
        }
        long from = seconds(json, "StartTime");
        long to = seconds(json, "EndTime");
        if (from > to) {
            throw new StandInRefusal("InvalidParameterValue");
        }
        Optional<String> deviceId = json.has("DeviceId") ? Optional.of(text(json, "DeviceId")) : Optional.empty();
        return new Question(text(json, "ProjectId"), deviceId, interval, from, to);
    }

    private static String text(JsonNode json, String key) throws StandInRefusal {
        JsonNode value = json.path(key);
        if (value.isMissingNode()) {
            throw new StandInRefusal("MissingParameter");
        }
        if (!value.isString() || value.stringValue().isEmpty()) {
            throw new StandInRefusal("InvalidParameter");
        }
        return value.stringValue();
    }

    /** A uint64 of the vendor's schema: quoted or negative numbers are refused. */
    private static long seconds(JsonNode json, String key) throws StandInRefusal {
        JsonNode value = json.path(key);
        if (value.isMissingNode()) {
            throw new StandInRefusal("MissingParameter");
        }
        if (!value.isIntegralNumber() || value.longValue() < 0) {
            throw new StandInRefusal("InvalidParameter");
        }
        return value.longValue();
    }
}
