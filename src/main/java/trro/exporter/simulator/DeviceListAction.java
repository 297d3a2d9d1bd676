package trro.exporter.simulator;

import static trro.exporter.simulator.Parameters.Type.INTEGER;
import static trro.exporter.simulator.Parameters.Type.STRING;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.simulator.fleet.Session;
import trro.exporter.simulator.fleet.SimulatedDevice;
import trro.exporter.simulator.fleet.SimulatedDevice.Behaviour;
import trro.exporter.simulator.fleet.SimulatedProject;

/**
 * DescribeDeviceList, which the domestic site alone has: both sides with their types. Every tenth device logs in
 * without registration and is there only on demand.
 *
 * @see <a href="https://cloud.tencent.com/document/api/1584/89815">DescribeDeviceList</a>
 */
record DeviceListAction(Fleet fleet, SimulatorSettings settings) implements Action {

    static final String NAME = "DescribeDeviceList";

    private static final int REGISTRATION_FREE_EVERY = 10;
    private static final String MODIFY_TIME = "2026-01-05T10:00:00+08:00";

    @Override
    public Map<String, Parameters.Type> parameters() {
        return Map.of(
                "ProjectId", STRING,
                "DeviceType", STRING,
                "SearchWords", STRING,
                "DeviceStatus", STRING,
                "RegisterType", INTEGER,
                "PageNumber", INTEGER,
                "PageSize", INTEGER);
    }

    @Override
    public void answer(Parameters parameters, Instant now, ObjectNode response) throws Refusal {
        String projectId = parameters.requiredText("ProjectId");
        Page page = Page.optional(parameters, "PageNumber", settings.maxPageSize());
        SimulatedProject project = fleet.project(projectId)
                .orElseThrow(
                        () -> new Refusal(ErrorCode.INVALID_PARAMETER_VALUE, "Project does not exist: " + projectId));
        boolean all = parameters.number("RegisterType").orElse(0L) == 1;
        String words = parameters.text("SearchWords").orElse("");
        String type = parameters.text("DeviceType").orElse("");
        String status = parameters.text("DeviceStatus").orElse("");
        List<Row> rows = rows(project, now, all).stream()
                .filter(row -> type.isEmpty() || row.type().equals(type))
                .filter(row -> row.id().contains(words) || row.name().contains(words))
                .filter(row -> row.hasStatus(status))
                .toList();
        page.write("Devices", rows, (row, json) -> write(row, projectId, json), response);
    }

    private record Row(String id, String name, String type, String status) {

        boolean hasStatus(String wanted) {
            return switch (wanted) {
                case "" -> true;
                case "online" -> !status.equals("offline");
                default -> status.equals(wanted);
            };
        }
    }

    private List<Row> rows(SimulatedProject project, Instant now, boolean withRegistrationFree) {
        List<Session> running = fleet.sessions(project.id(), now.getEpochSecond(), now.getEpochSecond());
        Set<Integer> driven = running.stream().map(Session::device).collect(Collectors.toSet());
        Set<Integer> driving = running.stream().map(Session::cockpit).collect(Collectors.toSet());
        List<Row> rows = new ArrayList<>();
        for (int index = 0; index < project.devices().size(); index++) {
            SimulatedDevice device = project.devices().get(index);
            boolean registrationFree = index % REGISTRATION_FREE_EVERY == REGISTRATION_FREE_EVERY - 1;
            if (withRegistrationFree || !registrationFree) {
                String otherwise = device.behaviour() == Behaviour.IDLE ? "offline" : "ready";
                rows.add(
                        new Row(device.id(), device.name(), "field", driven.contains(index) ? "connected" : otherwise));
            }
        }
        for (int index = 0; index < project.cockpits(); index++) {
            String status = driving.contains(index) ? "connected" : "ready";
            rows.add(new Row(project.cockpitId(index), "Cockpit " + (index + 1), "remote", status));
        }
        return rows;
    }

    private static void write(Row row, String projectId, ObjectNode json) {
        json.put("DeviceId", row.id());
        json.put("DeviceName", row.name());
        json.put("DeviceStatus", row.status());
        json.put("DeviceType", row.type());
        json.put("ModifyTime", MODIFY_TIME);
        json.put("LastReportTime", MODIFY_TIME);
        json.put("ProjectId", projectId);
    }
}
