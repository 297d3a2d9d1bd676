package trro.exporter.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import trro.exporter.model.IdFilter;
import trro.exporter.yaml.Mapping;
import trro.exporter.yaml.Node;
import trro.exporter.yaml.Text;

/** The projects of all accounts; an id may stand once in the whole file, since it is a label without the account. */
final class ProjectReader {

    static final List<String> KEYS = List.of("id", "devices");

    static final String PROJECTS =
            "list at least one project, such as - id: f3glr49ry0i0xlm7, or write projects: discover";
    static final String ID = "give the project id as the TRRO console shows it";
    static final String ONCE = "list each project once";

    private static final String DEVICE_ID = "give the device id as the TRRO console shows it";
    private static final String DEVICES =
            "list device ids, such as [dev1, dev2], write devices: discover, or leave devices out for the project's own"
                    + " figures alone";

    private final Map<String, Node> ids = new HashMap<>();

    /** The projects without a problem; the others are reported. */
    List<ProjectConfig> readAll(Node node) {
        List<ProjectConfig> projects = new ArrayList<>();
        for (Node item : node.items(PROJECTS).orElse(List.of())) {
            item.mapping(KEYS, "write a project as keys and values, such as id: f3glr49ry0i0xlm7")
                    .flatMap(this::project)
                    .ifPresent(projects::add);
        }
        if (node.isEmpty()) {
            node.problem("is an empty list; " + PROJECTS);
        }
        return projects;
    }

    private Optional<ProjectConfig> project(Mapping keys) {
        Optional<String> id = keys.need("id", ID).flatMap(node -> id(node, ids, ID, ONCE));
        Optional<Node> devices = keys.find("devices");
        List<String> listed = devices.filter(node -> !DiscoveryReader.isAskedFor(node))
                .map(ProjectReader::devices)
                .orElse(List.of());
        Optional<IdFilter> discovery =
                devices.filter(DiscoveryReader::isAskedFor).flatMap(DiscoveryReader::devices);
        return id.map(present -> new ProjectConfig(present, listed, discovery));
    }

    private static List<String> devices(Node node) {
        Map<String, Node> places = new HashMap<>();
        return node.items(DEVICES).orElse(List.of()).stream()
                .flatMap(item -> id(item, places, DEVICE_ID, "list each device once").stream())
                .toList();
    }

    private static Optional<String> id(Node node, Map<String, Node> places, String nextStep, String once) {
        Optional<Text> id = node.name(Limits.ID_LENGTH, nextStep);
        id.ifPresent(present -> node.refuseRepeated(present, places, once));
        return id.map(Text::text);
    }
}
