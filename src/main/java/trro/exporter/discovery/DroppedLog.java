package trro.exporter.discovery;

import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.ProjectInventory;

/** Logs the numbers of projects and devices that are dropped since there are too many: one line at each change. */
final class DroppedLog {

    private static final Logger logger = LoggerFactory.getLogger(DroppedLog.class);

    private DroppedLog() {}

    static void log(AccountInventory before, AccountInventory now) {
        if (before.droppedProjects() != now.droppedProjects()) {
            log("", now.projects().size(), now.droppedProjects(), "projects");
        }
        Map<String, Integer> dropped =
                before.projects().stream().collect(Collectors.toMap(ProjectInventory::id, ProjectInventory::dropped));
        for (ProjectInventory project : now.projects()) {
            if (dropped.getOrDefault(project.id(), 0) != project.dropped()) {
                log(project.id(), project.devices().size(), project.dropped(), "devices");
            }
        }
    }

    private static void log(String projectId, int polled, int dropped, String what) {
        (dropped == 0 ? logger.atInfo() : logger.atWarn())
                .addKeyValue("project_id", projectId)
                .addKeyValue("polled", polled)
                .addKeyValue("dropped", dropped)
                .log(
                        dropped == 0
                                ? what + " are polled without exception again"
                                : what
                                        + " are dropped, since there are more than max or than the account's targets"
                                        + " allow; exclude some or raise max");
    }
}
