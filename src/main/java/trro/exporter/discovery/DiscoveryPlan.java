package trro.exporter.discovery;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import trro.exporter.model.IdFilter;

/**
 * The things to be found out about an account.
 *
 * @param projects those that are named, each id once; they are polled whether TRRO lists them or not
 * @param search the projects to look for beside them; empty for none
 * @param sessions whether it is looked up who had a session lately even where no devices are looked for
 * @param mostPolled the most projects and devices together that are polled, 1 or more; the rest is dropped and counted
 */
public record DiscoveryPlan(List<Project> projects, Optional<Search> search, boolean sessions, int mostPolled) {

    public DiscoveryPlan {
        projects = List.copyOf(projects);
        Set<String> ids = new HashSet<>();
        for (Project project : projects) {
            if (!ids.add(project.id())) {
                throw new IllegalArgumentException("a project is there twice: " + project.id());
            }
        }
        if (mostPolled < 1) {
            throw new IllegalArgumentException("mostPolled is below 1: " + mostPolled);
        }
    }

    /** Whether the devices that had a session lately are looked up, and told to the listener each time. */
    boolean readsSessions() {
        return sessions || searchesDevices();
    }

    /** Whether devices are looked for in any project. */
    boolean searchesDevices() {
        return search.flatMap(Search::devices).isPresent()
                || projects.stream().anyMatch(project -> project.discovered().isPresent());
    }

    /**
     * A project that is polled.
     *
     * @param devices those that are named; they are polled whether TRRO lists them or not
     * @param discovered the devices to look for beside them; empty for none
     */
    public record Project(String id, List<String> devices, Optional<IdFilter> discovered) {

        public Project {
            devices = List.copyOf(devices);
        }

        boolean hasDevices() {
            return !devices.isEmpty() || discovered.isPresent();
        }
    }

    /**
     * Projects to look for.
     *
     * @param devices the devices of each of them to look for; empty for none
     */
    public record Search(IdFilter projects, Optional<IdFilter> devices) {}
}
