package trro.exporter.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.simulator.fleet.SimulatedProject;

/** DescribeProjectList. */
final class ProjectListAction implements Action {

    static final String NAME = "DescribeProjectList";

    private static final String MODIFY_TIME = "2026-01-05T10:00:00+08:00";

    private final Fleet fleet;
    private final int maxPageSize;

    ProjectListAction(Fleet fleet, int maxPageSize) {
        this.fleet = fleet;
        this.maxPageSize = maxPageSize;
    }

    @Override
    public Map<String, ParameterType> parameters() {
        return Map.of("PageNumber", ParameterType.INTEGER, "PageSize", ParameterType.INTEGER);
    }

    @Override
    public void answer(Parameters parameters, Instant now, ObjectNode response) throws Refusal {
        Page page = Page.optional(parameters, "PageNumber", maxPageSize);
        List<SimulatedProject> projects = page.of(fleet.projects());
        ArrayNode array = response.putArray("Projects");
        for (SimulatedProject project : projects) {
            array.addObject()
                    .put("ProjectId", project.id())
                    .put("ProjectName", project.name())
                    .put(
                            "ProjectDescription",
                            project.devices().stream()
                                            .filter(device -> device.existsAt(now))
                                            .count() + " simulated devices")
                    .put("PolicyMode", "black")
                    .put("ModifyTime", MODIFY_TIME);
        }
        response.put("Total", fleet.projects().size());
        response.put("Num", projects.size());
    }
}
