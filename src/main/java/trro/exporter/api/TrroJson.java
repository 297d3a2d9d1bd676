package trro.exporter.api;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import trro.exporter.model.SessionStatistics;

/**
 * TRRO's names, units and nulls, which go no further than here: minutes, percent and Unix seconds become Duration, ratio
 * and Instant.
 *
 * <p>One impossible figure spoils the whole answer: a row left out would read as a bucket without sessions.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/1252/68095">DescribeSessionStatisticsByInterval</a>
 */
final class TrroJson {

    /** 9999-12-31T23:59:59Z; milliseconds in place of seconds are beyond it. */
    private static final long MAX_EPOCH_SECOND = 253_402_300_799L;

    private static final long MAX_MINUTES = Long.MAX_VALUE / 60;

    private TrroJson() {}

    /** The request body: integers bare and no key that is not needed, since TRRO checks types and refuses unknown keys. */
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
        JsonNode response = Envelope.response(body);
        Optional<String> requestId = Envelope.requestId(response);
        try {
            return new StatisticsAnswer(requestId.orElse(""), rows(response.path("SessionStatistics")));
        } catch (ImpossibleFigureException e) {
            throw Envelope.malformed(e.path + " " + e.problem, requestId);
        }
    }

    private static List<SessionStatistics> rows(JsonNode array) throws ImpossibleFigureException {
        String path = "Response.SessionStatistics";
        if (!array.isArray()) {
            throw new ImpossibleFigureException(path, absent(array).orElse("is not an array"));
        }
        List<SessionStatistics> rows = new ArrayList<>(array.size());
        for (JsonNode row : array.values()) {
            rows.add(row(row, path + "[" + rows.size() + "]"));
        }
        return rows;
    }

    private static SessionStatistics row(JsonNode row, String path) throws ImpossibleFigureException {
        if (!row.isObject()) {
            throw new ImpossibleFigureException(path, absent(row).orElse("is not an object"));
        }
        long sessions = integer(row, path, "SessionNum", Long.MAX_VALUE);
        long start = integer(row, path, "StartTime", MAX_EPOCH_SECOND);
        // Nothing but a check is built on the end, so a row is not lost for the want of it.
        long end = absent(row.path("EndTime")).isPresent() ? start : integer(row, path, "EndTime", MAX_EPOCH_SECOND);
        // What TRRO puts here when there are no sessions is undocumented: it may well be null.
        long notBadPercent = sessions == 0 ? 0 : integer(row, path, "NotBadSessionRatio", 100);
        return new SessionStatistics(
                Instant.ofEpochSecond(start),
                Instant.ofEpochSecond(end),
                sessions,
                Duration.ofMinutes(integer(row, path, "TotalDuration", MAX_MINUTES)),
                notBadPercent / 100.0,
                integer(row, path, "ActiveFieldDeviceNum", Long.MAX_VALUE),
                integer(row, path, "ActiveRemoteDeviceNum", Long.MAX_VALUE));
    }

    /** An integer from 0 to {@code max}, bare or quoted: TRRO's licence calls already quote theirs. */
    private static long integer(JsonNode row, String path, String name, long max) throws ImpossibleFigureException {
        JsonNode node = row.path(name);
        String text = node.isString() || node.isIntegralNumber() ? node.asString() : "";
        if (!text.matches("-?[0-9]{1,1000}")) {
            throw new ImpossibleFigureException(path + "." + name, absent(node).orElse("is not an integer"));
        }
        BigInteger value = new BigInteger(text);
        if (value.signum() < 0) {
            throw new ImpossibleFigureException(path + "." + name, "is negative: " + value);
        }
        if (value.compareTo(BigInteger.valueOf(max)) > 0) {
            throw new ImpossibleFigureException(path + "." + name, "is over " + max + ": " + value);
        }
        return value.longValueExact();
    }

    private static Optional<String> absent(JsonNode node) {
        if (node.isMissingNode()) {
            return Optional.of("is missing");
        }
        return node.isNull() ? Optional.of("is null") : Optional.empty();
    }

    private static final class ImpossibleFigureException extends Exception {

        private static final long serialVersionUID = 1L;

        private final String path;
        private final String problem;

        ImpossibleFigureException(String path, String problem) {
            this.path = path;
            this.problem = problem;
        }
    }
}
