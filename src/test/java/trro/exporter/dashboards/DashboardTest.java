package trro.exporter.dashboards;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Dashboards keep the conventions of Grafana's dashboard-linter, and those of this project. */
class DashboardTest {

    private static final String ALL = "trro.exporter.dashboards.Dashboard#all";
    private static final String DATASOURCE = "{\"type\":\"prometheus\",\"uid\":\"${datasource}\"}";

    /** Of Grafana's list of units, those that are used. */
    private static final Set<String> UNITS =
            Set.of("none", "locale", "percentunit", "s", "bytes", "reqps", "dateTimeFromNow");

    private static final Set<String> COLOURLESS = Set.of("text", "transparent");

    private static String text(JsonNode node, String key) {
        return node.path(key).stringValue("");
    }

    private static Map<String, JsonNode> variables(Dashboard dashboard) {
        return dashboard.variables().stream().collect(toMap(variable -> text(variable, "name"), variable -> variable));
    }

    private static <T> T named(Map<String, T> all, String name) {
        return Objects.requireNonNull(all.get(name), name);
    }

    @Test
    void thereAreThreeWithStableNames() {
        assertThat(Dashboard.all().map(Dashboard::uid)).containsExactly("trro-device", "trro-exporter", "trro-fleet");
        assertThat(Dashboard.all()).allSatisfy(dashboard -> {
            assertThat("trro-" + dashboard.file()).isEqualTo(dashboard.uid() + ".json");
            assertThat(text(dashboard.json(), "title")).startsWith("TRRO / ");
            assertThat(text(dashboard.json(), "description")).isNotEmpty();
            assertThat(dashboard.json().path("editable").booleanValue(true)).isFalse();
            assertThat(dashboard.json().path("id").isMissingNode())
                    .as("ids are Grafana's to give")
                    .isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void dataSourceJobAndInstanceAreVariables(Dashboard dashboard) {
        Map<String, JsonNode> variables = variables(dashboard);

        JsonNode datasource = named(variables, "datasource");
        assertThat(List.of(text(datasource, "type"), text(datasource, "query"), text(datasource, "label")))
                .containsExactly("datasource", "prometheus", "Data source");
        assertThat(Map.of("job", "Job", "instance", "Instance")).allSatisfy((name, label) -> {
            JsonNode variable = named(variables, name);
            assertThat(text(variable, "label")).isEqualTo(label);
            assertThat(text(variable, "type")).isEqualTo("query");
            assertThat(variable.path("multi").booleanValue(false)).isTrue();
            assertThat(text(variable, "allValue")).isEqualTo(".+");
        });
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void everyVariableIsDescribedUsedAndReadAnew(Dashboard dashboard) {
        String uses = dashboard.json().toString();

        assertThat(dashboard.variables()).allSatisfy(variable -> {
            String name = text(variable, "name");
            assertThat(text(variable, "label")).as(name).isNotEmpty();
            assertThat(text(variable, "description")).as(name).isNotEmpty();
            assertThat(uses).containsAnyOf("$" + name, "${" + name + "}");
            if (text(variable, "type").equals("query")) {
                assertThat(variable.path("datasource").toString()).isEqualTo(DATASOURCE);
                assertThat(variable.path("refresh").intValue(0))
                        .as("on time range change")
                        .isEqualTo(2);
            }
        });
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void everyPanelSaysWhatItIsAndWhatItMeansWhenEmpty(Dashboard dashboard) {
        assertThat(dashboard.panels()).isNotEmpty().allSatisfy(panel -> {
            JsonNode defaults = panel.path("fieldConfig").path("defaults");
            assertThat(text(panel, "title")).isNotEmpty();
            assertThat(text(panel, "description")).as(text(panel, "title")).endsWith(".");
            assertThat(text(defaults, "unit")).as(text(panel, "title")).isIn(UNITS);
            assertThat(text(defaults, "noValue")).as(text(panel, "title")).isNotEmpty();
            assertThat(panel.path("datasource").toString()).isEqualTo(DATASOURCE);
            assertThat(panel.path("targets").values())
                    .isNotEmpty()
                    .allSatisfy(target ->
                            assertThat(target.path("datasource").toString()).isEqualTo(DATASOURCE));
        });
        assertThat(dashboard.panels())
                .extracting(panel -> panel.path("id").intValue(0))
                .doesNotHaveDuplicates();
        assertThat(dashboard.panels()).extracting(panel -> text(panel, "title")).doesNotHaveDuplicates();
    }

    /** Colour is never alone: a mapped colour has a word of its own, or shows the number where one colour has none. */
    @ParameterizedTest
    @MethodSource(ALL)
    void noColourIsAlone(Dashboard dashboard) {
        for (JsonNode panel : dashboard.panels()) {
            assertThat(panel.findValues("thresholds"))
                    .allSatisfy(
                            thresholds -> assertThat(thresholds.path("steps").size())
                                    .as(text(panel, "title"))
                                    .isEqualTo(1));
            panel.findValues("mappings").forEach(mappings -> {
                List<String> words = words(mappings);
                assertThat(words).as(text(panel, "title")).doesNotHaveDuplicates();
                assertThat(words.size() > 1 || COLOURLESS.containsAll(mappings.findValuesAsString("color")))
                        .as(text(panel, "title"))
                        .isTrue();
            });
        }
    }

    private static List<String> words(JsonNode mappings) {
        List<String> words = new ArrayList<>();
        for (JsonNode mapping : mappings.values()) {
            JsonNode options = mapping.path("options");
            List<JsonNode> results =
                    options.has("result") ? List.of(options.path("result")) : List.copyOf(options.values());
            results.forEach(result -> words.add(text(result, "text")));
        }
        return words;
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void panelsLieBesideEachOther(Dashboard dashboard) {
        Map<String, String> taken = new HashMap<>();
        for (JsonNode panel : dashboard.panels()) {
            JsonNode place = panel.path("gridPos");
            int x = place.path("x").intValue();
            int y = place.path("y").intValue();
            assertThat(x + place.path("w").intValue()).as(text(panel, "title")).isBetween(1, 24);
            for (int column = x; column < x + place.path("w").intValue(); column++) {
                for (int row = y; row < y + place.path("h").intValue(); row++) {
                    assertThat(taken.put(column + "," + row, text(panel, "title")))
                            .as("under %s", text(panel, "title"))
                            .isNull();
                }
            }
        }
    }

    /** From each page to the others, to the exporter's status page and to the runbook. */
    @ParameterizedTest
    @MethodSource(ALL)
    void everyPageLinksToWhereAQuestionGoesOn(Dashboard dashboard) {
        assertThat(dashboard.json().path("tags").toString()).isEqualTo("[\"trro\"]");
        List<String> urls = dashboard.json().path("links").findValuesAsString("url");

        assertThat(urls)
                .extracting(url -> url.replaceFirst("[?].*", ""))
                .containsExactlyElementsOf(Stream.concat(
                                Stream.of("fleet", "device", "exporter")
                                        .map(page -> "/d/trro-" + page)
                                        .filter(page -> !page.endsWith(dashboard.uid())),
                                Stream.of("${status_page}", "${runbook}"))
                        .toList());
        assertThat(dashboard.json().path("links").values())
                .as("$__all is passed on by includeVars, also to a page that has no such value")
                .noneMatch(link -> link.path("includeVars").booleanValue(true));
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void linksLeadToDashboardsThatTakeTheirVariables(Dashboard dashboard) {
        Map<String, Dashboard> byUid = Dashboard.all().collect(toMap(Dashboard::uid, other -> other));

        assertThat(dashboard.json().findValuesAsString("url")).isNotEmpty().allSatisfy(url -> {
            Matcher path = Pattern.compile("/d/([\\w-]+)\\?(.+)").matcher(url);
            if (!path.matches()) {
                assertThat(url).startsWith("${");
                return;
            }
            assertThat(byUid).containsKey(path.group(1));
            Set<String> set = Pattern.compile("var-(\\w+)=|\\$\\{(\\w+):queryparam}")
                    .matcher(url)
                    .results()
                    .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                    .collect(Collectors.toSet());
            assertThat(variables(named(byUid, path.group(1))).keySet()).as(url).containsAll(set);
            assertThat(set).as(url).contains("datasource", "job", "instance");
            assertThat(url).endsWith("&${__url_time_range}");
        });
    }

    /** The chosen project and device go along, both ways. */
    @Test
    void linksCarryWhatIsChosen() {
        assertThat(links("device.json"))
                .filteredOn(url -> url.startsWith("/d/"))
                .allSatisfy(url -> assertThat(url).contains("var-project_id=${project:percentencode}"));
        assertThat(links("device.json"))
                .filteredOn(url -> url.startsWith("${status_page}"))
                .allSatisfy(url ->
                        assertThat(url).contains("project=${project:percentencode}", "q=${device:percentencode}"));
        assertThat(links("fleet.json"))
                .filteredOn(url -> url.startsWith("/d/trro-exporter"))
                .allSatisfy(url -> assertThat(url).contains("project_id"));
        assertThat(List.of("fleet.json", "exporter.json"))
                .allSatisfy(file -> assertThat(links(file))
                        .anyMatch(url -> url.startsWith("/d/trro-device") && url.contains("&var-device=")));
    }

    private static List<String> links(String file) {
        return Dashboard.read(file).json().findValuesAsString("url");
    }
}
