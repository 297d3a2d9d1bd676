package trro.exporter.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The projects of all accounts; an id may stand once in the whole file, since it is a label without the account. */
final class ProjectReader {

    static final List<String> KEYS = List.of("id", "devices");

    static final String PROJECTS = "list at least one project, such as - id: f3glr49ry0i0xlm7";
    static final String ID = "give the project id as the TRRO console shows it";
    static final String ONCE = "list each project once";

    private static final String DEVICE_ID = "give the device id as the TRRO console shows it";
    private static final String DEVICES =
            "list device ids, such as [dev1, dev2], or leave devices out for the project's own figures alone";
    private static final String NO_DISCOVERY = "discovery is not available in this version; list the ids, such as %s";

    private final Unique ids = new Unique();

    /** The projects without a problem; the others are reported. */
    List<ProjectConfig> readAll(ConfigNode node) {
        if (node.asksForDiscovery()) {
            node.problem(NO_DISCOVERY.formatted("- id: f3glr49ry0i0xlm7"));
            return List.of();
        }
        List<ProjectConfig> projects = new ArrayList<>();
        for (ConfigNode item : node.items(PROJECTS).orElse(List.of())) {
            item.mapping(KEYS, "write a project as keys and values, such as id: f3glr49ry0i0xlm7")
                    .flatMap(this::project)
                    .ifPresent(projects::add);
        }
        if (node.isEmpty()) {
            node.problem("is an empty list; " + PROJECTS);
        }
        return projects;
    }

    private Optional<ProjectConfig> project(ConfigMapping keys) {
        Optional<String> id = keys.need("id", ID).flatMap(node -> id(node, ids, ID, ONCE));
        List<String> devices = keys.find("devices").map(ProjectReader::devices).orElse(List.of());
        return id.map(present -> new ProjectConfig(present, devices));
    }

    private static List<String> devices(ConfigNode node) {
        if (node.asksForDiscovery()) {
            node.problem(NO_DISCOVERY.formatted("[dev1, dev2]"));
            return List.of();
        }
        Unique unique = new Unique();
        return node.items(DEVICES).orElse(List.of()).stream()
                .flatMap(item -> id(item, unique, DEVICE_ID, "list each device once").stream())
                .toList();
    }

    private static Optional<String> id(ConfigNode node, Unique others, String nextStep, String once) {
        Optional<ConfigText> id = Name.readText(node, Limits.ID_LENGTH, nextStep);
        id.ifPresent(present -> others.check(node, present, once));
        return id.map(ConfigText::text);
    }
}
