package trro.exporter.simulator;

import static trro.exporter.simulator.Parameters.Type.STRING;
import static trro.exporter.simulator.Parameters.Type.UNSIGNED;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;
import trro.exporter.simulator.Faults.RecentSessionsLie;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.simulator.fleet.SeededRandom;
import trro.exporter.simulator.fleet.Session;
import trro.exporter.simulator.fleet.SimulatedProject;

/**
 * DescribeRecentSessionList: running sessions and those of the last two hours; a wider range is narrowed, not refused.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/1252/68097">DescribeRecentSessionList</a>
 */
record RecentSessionsAction(Fleet fleet, Faults faults, SimulatorSettings settings) implements Action {

    static final String NAME = "DescribeRecentSessionList";

    private static final Duration REACH = Duration.ofHours(2);

    @Override
    public Map<String, Parameters.Type> parameters() {
        return Map.of(
                "ProjectId", STRING,
                "DeviceId", STRING,
                "PageNumber", UNSIGNED,
                "PageSize", UNSIGNED,
                "StartTime", UNSIGNED,
                "EndTime", UNSIGNED);
    }

    @Override
    public void answer(Parameters parameters, Instant now, ObjectNode response) throws Refusal {
        String projectId = parameters.requiredText("ProjectId");
        Page page = Page.required(parameters, "PageNumber", settings.maxPageSize());
        SimulatedProject project = fleet.project(projectId)
                .orElseThrow(() -> new Refusal(ErrorCode.RESOURCE_NOT_FOUND, "Project does not exist: " + projectId));
        long latest = now.getEpochSecond();
        long earliest = now.minus(REACH).getEpochSecond();
        long from = within(parameters.number("StartTime").orElse(earliest), earliest, latest, earliest);
        long to = within(parameters.number("EndTime").orElse(latest), from, latest, latest);
        List<Session> sessions = sessions(project, from, to).stream()
                .filter(session -> concerns(session, project, parameters.text("DeviceId")))
                .toList();
        page.write("RecentSessionList", sessions, (session, json) -> write(session, project, latest, json), response);
    }

    private List<Session> sessions(SimulatedProject project, long from, long to) {
        Optional<RecentSessionsLie> lie = faults.recentSessionsLie();
        if (lie.isEmpty()) {
            return fleet.sessions(project.id(), from, to);
        }
        return switch (lie.get()) {
            case NOBODY -> List.of();
            case EVERYBODY -> everybody(project, to);
        };
    }

    private static List<Session> everybody(SimulatedProject project, long now) {
        return IntStream.range(0, project.devices().size())
                .mapToObj(index -> new Session(index, index, index % project.cockpits(), now, 1, true))
                .toList();
    }

    private static long within(long value, long min, long max, long otherwise) {
        return value < min || value > max ? otherwise : value;
    }

    /** Either side may be asked for. */
    private static boolean concerns(Session session, SimulatedProject project, Optional<String> deviceId) {
        return deviceId.map(
                        id -> id.equals(project.devices().get(session.device()).id())
                                || id.equals(project.cockpitId(session.cockpit())))
                .orElse(true);
    }

    private static void write(Session session, SimulatedProject project, long now, ObjectNode json) {
        json.put("SessionId", new UUID(session.id(), SeededRandom.bits(session.id(), 0)) + "-0");
        json.put("RemoteDeviceId", project.cockpitId(session.cockpit()));
        json.put("FieldDeviceId", project.devices().get(session.device()).id());
        json.put("Resolution", "1920*1080");
        json.put("StartTime", session.start());
        json.put("LatestUpdateTime", Math.min(session.end(), now));
    }
}
