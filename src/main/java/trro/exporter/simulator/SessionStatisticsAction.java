package trro.exporter.simulator;

import static trro.exporter.simulator.Parameters.Type.STRING;
import static trro.exporter.simulator.Parameters.Type.UNSIGNED;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.model.PollTarget;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.simulator.fleet.Fleet;

/**
 * DescribeSessionStatisticsByInterval.
 *
 * <p>Where TRRO is silent: a range covers every bucket that it touches, a missing EndTime is now, a missing StartTime
 * is in the bucket before EndTime's, and too wide a range is refused rather than cut.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/1252/68095">DescribeSessionStatisticsByInterval</a>
 */
record SessionStatisticsAction(Fleet fleet) implements Action {

    static final String NAME = "DescribeSessionStatisticsByInterval";

    /** A range with more intervals than this is refused. */
    private static final int MAX_ROWS = 1_000;

    /** Beyond every calendar's need; what is asked for later than this counts as this. */
    private static final long LAST_SECOND =
            Instant.parse("9999-01-01T00:00:00Z").getEpochSecond();

    @Override
    public Map<String, Parameters.Type> parameters() {
        return Map.of(
                "ProjectId", STRING,
                "StatisticInterval", STRING,
                "DeviceId", STRING,
                "StartTime", UNSIGNED,
                "EndTime", UNSIGNED);
    }

    @Override
    public void answer(Parameters parameters, Instant now, ObjectNode response) throws Refusal {
        StatisticsQuery query = query(parameters, now);
        int buckets = fleet.buckets(query, now).size();
        if (buckets > MAX_ROWS) {
            throw new Refusal(
                    ErrorCode.RESPONSE_SIZE_LIMIT_EXCEEDED,
                    "The range has " + buckets + " intervals, more than " + MAX_ROWS
                            + ". Please narrow StartTime to EndTime.");
        }
        ArrayNode array = response.putArray("SessionStatistics");
        fleet.statistics(query, now).forEach(row -> write(row, array.addObject()));
    }

    private StatisticsQuery query(Parameters parameters, Instant now) throws Refusal {
        String projectId = parameters.requiredText("ProjectId");
        StatisticInterval interval = interval(parameters.requiredText("StatisticInterval"));
        Optional<String> deviceId = parameters.text("DeviceId");
        Instant to = parameters
                .number("EndTime")
                .map(SessionStatisticsAction::instant)
                .orElse(now);
        Instant from = parameters
                .number("StartTime")
                .map(SessionStatisticsAction::instant)
                .orElseGet(() -> interval.previous(interval.startOf(to, fleet.zone()), fleet.zone()));
        if (from.isAfter(to)) {
            throw new Refusal(ErrorCode.INVALID_PARAMETER_VALUE, "StartTime must not be after EndTime.");
        }
        if (fleet.project(projectId).isEmpty()) {
            throw new Refusal(ErrorCode.RESOURCE_NOT_FOUND, "Project does not exist: " + projectId);
        }
        if (deviceId.isPresent() && !fleet.has(projectId, deviceId.get())) {
            throw new Refusal(ErrorCode.RESOURCE_NOT_FOUND, "Device does not exist: " + deviceId.get());
        }
        return new StatisticsQuery(new PollTarget(projectId, deviceId, interval), from, to);
    }

    private static StatisticInterval interval(String label) throws Refusal {
        for (StatisticInterval interval : StatisticInterval.values()) {
            if (interval.label().equals(label)) {
                return interval;
            }
        }
        throw new Refusal(
                ErrorCode.INVALID_PARAMETER_VALUE, "StatisticInterval must be one of hour, day and month: " + label);
    }

    private static Instant instant(long epochSecond) {
        return Instant.ofEpochSecond(Math.min(epochSecond, LAST_SECOND));
    }

    private static void write(SessionStatistics row, ObjectNode json) {
        json.put("ActiveFieldDeviceNum", row.activeFieldDevices());
        json.put("ActiveRemoteDeviceNum", row.activeRemoteDevices());
        json.put("SessionNum", row.sessions());
        json.put("StartTime", row.start().getEpochSecond());
        json.put("EndTime", row.end().getEpochSecond());
        json.put("TotalDuration", row.totalDuration().toMinutes());
        json.put("NotBadSessionRatio", Math.round(row.notBadRatio() * 100));
    }
}
