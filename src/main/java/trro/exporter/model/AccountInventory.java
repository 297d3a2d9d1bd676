package trro.exporter.model;

import java.util.List;
import java.util.Optional;

/**
 * The projects and licences that are known to exist in an account.
 *
 * @param projects those that are polled
 * @param droppedProjects how many projects more are wanted and are not polled, since there are more than the maximum
 * @param licenses empty where they are not looked up, or were never told
 */
public record AccountInventory(List<ProjectInventory> projects, int droppedProjects, Optional<LicenseCounts> licenses) {

    public AccountInventory {
        projects = List.copyOf(projects);
    }
}
