package trro.exporter.dashboards;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Grafana dashboard as it is provisioned.
 *
 * @param file its name without the folder
 */
public record Dashboard(String file, JsonNode json) {

    public static final Path FOLDER = Path.of("grafana", "dashboards");

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** One query of one panel. */
    record Target(JsonNode panel, JsonNode json) {

        String expr() {
            return json.path("expr").stringValue("");
        }

        boolean instant() {
            return json.path("instant").booleanValue(false);
        }

        @Override
        public String toString() {
            return panel.path("title").stringValue("") + " "
                    + json.path("refId").stringValue("");
        }
    }

    static Dashboard read(String file) {
        return new Dashboard(file, MAPPER.readTree(FOLDER.resolve(file).toFile()));
    }

    /** All of them, by file name. */
    static Stream<Dashboard> all() {
        String[] files = FOLDER.toFile().list();
        return files == null
                ? Stream.of()
                : Stream.of(files).sorted(Comparator.naturalOrder()).map(Dashboard::read);
    }

    String uid() {
        return json.path("uid").stringValue("");
    }

    List<JsonNode> panels() {
        return List.copyOf(json.path("panels").values());
    }

    List<JsonNode> variables() {
        return List.copyOf(json.path("templating").path("list").values());
    }

    List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (JsonNode panel : panels()) {
            panel.path("targets").values().forEach(target -> targets.add(new Target(panel, target)));
        }
        return targets;
    }

    /** The one target of this panel that has this letter. */
    Target target(String title, String refId) {
        return targets().stream()
                .filter(target -> target.toString().equals(title + " " + refId))
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " has no target " + title + " " + refId));
    }

    /** What that target asks. */
    public static String expr(String file, String title, String refId) {
        return read(file).target(title, refId).expr();
    }

    /** What a variable of type query asks: {@code label_values(metric{...}, label)} or {@code query_result(...)}. */
    static String variableQuery(JsonNode variable) {
        return variable.path("query").path("query").stringValue("");
    }

    /** The values that Grafana would put in when a viewer has just opened the dashboard: everything, or the default. */
    Map<String, String> defaults() {
        Map<String, String> values = new LinkedHashMap<>();
        for (JsonNode variable : variables()) {
            String value = variable.path("current").path("value").stringValue("");
            values.put(
                    variable.path("name").stringValue(""),
                    variable.path("includeAll").booleanValue(false) ? ".+" : value);
        }
        return values;
    }

    @Override
    public String toString() {
        return file;
    }
}
