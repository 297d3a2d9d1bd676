package trro.exporter;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import trro.exporter.Dashboard.Target;
import trro.exporter.metrics.MetricCatalog;

/** Dashboards keep the conventions of Grafana's dashboard-linter, and those of this project. */
class DashboardTest {

    private static final String ALL = "trro.exporter.Dashboard#all";
    private static final String DATASOURCE = "{\"type\":\"prometheus\",\"uid\":\"${datasource}\"}";

    /** Of Grafana's list of units, those that are used. */
    private static final Set<String> UNITS =
            Set.of("none", "locale", "percentunit", "s", "bytes", "reqps", "dateTimeFromNow");

    /** Metrics that others export for us, with their labels. */
    private static final Map<String, List<String>> FOREIGN = Map.of(
            "up", List.of(),
            "scrape_duration_seconds", List.of(),
            "jvm_memory_used_bytes", List.of("area", "id"),
            "jvm_memory_max_bytes", List.of("area", "id"),
            "jvm_gc_pause_seconds_sum", List.of("action", "cause", "gc"),
            "jvm_threads_live_threads", List.of(),
            "process_cpu_time_ns_total", List.of(),
            "process_files_open_files", List.of(),
            "process_start_time_seconds", List.of());

    /** Panels that set the two families beside each other, which never mix in a sum. */
    private static final Set<String> COMPARISONS = Set.of("Today against its fleet", "Never answered");

    private static Map<String, List<String>> labelsByMetric() {
        Map<String, List<String>> labels = new HashMap<>(FOREIGN);
        for (MetricCatalog metric : MetricCatalog.values()) {
            switch (metric.kind()) {
                case COUNTER, GAUGE -> labels.put(metric.metricName(), metric.labels());
                case HISTOGRAM ->
                    labels.put(
                            metric.metricName() + "_bucket",
                            Stream.concat(metric.labels().stream(), Stream.of("le"))
                                    .toList());
            }
        }
        return labels;
    }

    private static String text(JsonNode node, String key) {
        return node.path(key).stringValue("");
    }

    private static Map<String, JsonNode> variables(Dashboard dashboard) {
        return dashboard.variables().stream().collect(toMap(variable -> text(variable, "name"), variable -> variable));
    }

    private static Stream<PromQl> queries(Dashboard dashboard) {
        Stream<String> ofVariables =
                dashboard.variables().stream().map(Dashboard::labelValues).filter(query -> query.contains("{"));
        return Stream.concat(dashboard.targets().stream().map(Target::expr), ofVariables)
                .map(PromQl::new);
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

        JsonNode datasource = variables.get("datasource");
        assertThat(datasource).isNotNull();
        assertThat(List.of(text(datasource, "type"), text(datasource, "query"), text(datasource, "label")))
                .containsExactly("datasource", "prometheus", "Data source");
        assertThat(Map.of("job", "Job", "instance", "Instance")).allSatisfy((name, label) -> {
            JsonNode variable = variables.get(name);
            assertThat(variable).as(name).isNotNull();
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
        assertThat(queries(dashboard)
                        .flatMap(query -> Pattern.compile("\\$(\\w+)")
                                .matcher(query.text())
                                .results())
                        .map(found -> found.group(1)))
                .isSubsetOf(Stream.concat(variables(dashboard).keySet().stream(), Stream.of("__rate_interval"))
                        .toList());
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
                assertThat(words).as(text(panel, "title")).hasSizeGreaterThan(1).doesNotHaveDuplicates();
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

    @ParameterizedTest
    @MethodSource(ALL)
    void everyMetricAndLabelExists(Dashboard dashboard) {
        Map<String, List<String>> known = labelsByMetric();

        assertThat(queries(dashboard)).allSatisfy(query -> {
            Set<String> labels = new TreeSet<>(Set.of("job", "instance"));
            for (PromQl.Selector selector : query.selectors()) {
                assertThat(known).containsKey(selector.metric());
                labels.addAll(known.getOrDefault(selector.metric(), List.of()));
                assertThat(selector.matchers().stream().map(PromQl.Matcher::label))
                        .as(query.text())
                        .isSubsetOf(Stream.concat(
                                        known.getOrDefault(selector.metric(), List.of()).stream(),
                                        Stream.of("job", "instance"))
                                .toList());
            }
            assertThat(query.groupingLabels()).as(query.text()).isSubsetOf(labels);
        });
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void everySelectorIsOfTheChosenExporters(Dashboard dashboard) {
        assertThat(dashboard.targets().stream().map(target -> new PromQl(target.expr())))
                .allSatisfy(query -> {
                    assertThat(query.bareMetrics()).as(query.text()).isEmpty();
                    assertThat(query.selectors()).allSatisfy(selector -> {
                        assertThat(selector.has("job", "=~", "$job"))
                                .as(query.text())
                                .isTrue();
                        assertThat(selector.has("instance", "=~", "$instance"))
                                .as(query.text())
                                .isTrue();
                    });
                });
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void countersAreRatesOverAnIntervalThatFits(Dashboard dashboard) {
        assertThat(queries(dashboard).flatMap(query -> query.selectors().stream()))
                .filteredOn(selector -> selector.metric().matches(".*_(total|bucket|sum|count)"))
                .allSatisfy(selector -> {
                    assertThat(selector.caller()).as("%s", selector).isIn("rate(", "increase(");
                    assertThat(selector.range()).as("%s", selector).isEqualTo("[$__rate_interval]");
                });
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void sharesAreSumsOverSumsAndProjectsNeverMixWithDevices(Dashboard dashboard) {
        assertThat(dashboard.targets()).allSatisfy(target -> {
            assertThat(target.expr()).doesNotContain("avg", "_not_bad_session_ratio");
            if (!COMPARISONS.contains(text(target.panel(), "title"))) {
                assertThat(target.expr().contains("trro_project_")
                                && target.expr().contains("trro_device_"))
                        .as("%s mixes projects and devices", target)
                        .isFalse();
            }
        });
        assertThat(dashboard.targets())
                .filteredOn(target -> target.expr().contains("_not_bad_sessions"))
                .allSatisfy(target -> assertThat(count(target, " / \\("))
                        .as("%s divides only by what is not zero", target)
                        .isEqualTo(count(target, "(> 0|>= \\$min_sessions)\\)")));
    }

    private static long count(Target target, String pattern) {
        return Pattern.compile(pattern).matcher(target.expr()).results().count();
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void linksLeadToDashboardsThatTakeTheirVariables(Dashboard dashboard) {
        Map<String, Dashboard> byUid = Dashboard.all().collect(toMap(Dashboard::uid, other -> other));

        assertThat(dashboard.json().path("tags").toString()).isEqualTo("[\"trro\"]");
        assertThat(dashboard.json().path("links").values()).singleElement().satisfies(link -> {
            assertThat(text(link, "type")).isEqualTo("dashboards");
            assertThat(link.path("tags").toString()).isEqualTo("[\"trro\"]");
            assertThat(link.path("includeVars").booleanValue(false)).isTrue();
            assertThat(link.path("keepTime").booleanValue(false)).isTrue();
        });
        for (JsonNode panel : dashboard.panels()) {
            panel.findValuesAsString("url").forEach(url -> {
                Matcher path = Pattern.compile("/d/([\\w-]+)\\?(.+)").matcher(url);
                assertThat(path.matches()).as(url).isTrue();
                assertThat(byUid).containsKey(path.group(1));
                Set<String> set = Pattern.compile("var-(\\w+)=|\\$\\{(\\w+):queryparam}")
                        .matcher(url)
                        .results()
                        .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                        .collect(Collectors.toSet());
                assertThat(set).isEqualTo(variables(byUid.get(path.group(1))).keySet());
                assertThat(url).endsWith("&${__url_time_range}");
            });
        }
    }
}
