package trro.exporter.simulator;

import static trro.exporter.simulator.Parameters.Type.INTEGER;

import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.simulator.fleet.SimulatedProject;

/** DescribeProjectList. */
record ProjectListAction(Fleet fleet, SimulatorSettings settings) implements Action {

    static final String NAME = "DescribeProjectList";

    private static final String MODIFY_TIME = "2026-01-05T10:00:00+08:00";

    @Override
    public Map<String, Parameters.Type> parameters() {
        return Map.of("PageNumber", INTEGER, "PageSize", INTEGER);
    }

    @Override
    public void answer(Parameters parameters, Instant now, ObjectNode response) throws Refusal {
        Page.optional(parameters, "PageNumber", settings.maxPageSize())
                .write("Projects", fleet.projects(), ProjectListAction::write, response);
    }

    private static void write(SimulatedProject project, ObjectNode json) {
        json.put("ProjectId", project.id());
        json.put("ProjectName", project.name());
        json.put("ProjectDescription", project.devices().size() + " simulated devices");
        json.put("PolicyMode", "black");
        json.put("ModifyTime", MODIFY_TIME);
    }
}
