package trro.exporter.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import trro.exporter.dashboards.Dashboard.Target;
import trro.exporter.exposition.Family;
import trro.exporter.metrics.MetricCatalog;

/** What dashboards ask keeps the conventions of Grafana's dashboard-linter, and names only what is exported. */
class DashboardPromQlTest {

    private static final String ALL = "trro.exporter.dashboards.Dashboard#all";

    /** Metrics that others export for us, with their labels. */
    private static final Map<String, List<String>> FOREIGN = Map.of(
            "up", List.of(),
            "scrape_duration_seconds", List.of(),
            "jvm_memory_used_bytes", List.of("area", "id"),
            "jvm_memory_max_bytes", List.of("area", "id"),
            "jvm_gc_pause_seconds_sum", List.of("action", "cause", "gc"),
            "jvm_threads_live_threads", List.of(),
            "process_cpu_seconds_total", List.of(),
            "process_files_open_files", List.of(),
            "process_start_time_seconds", List.of());

    /** Series of rules, which know no exporter; the second one tells only that rules are loaded. */
    private static final Map<String, List<String>> OF_RULES = Map.of(
            "ALERTS", List.of("alertname", "alertstate", "severity", "project_id", "device_id", "account", "instance"),
            "default:trro_project_silent_sessions:min", List.of("project_id"));

    /** Panels that set the two families beside each other, which never mix in a sum. */
    private static final Set<String> COMPARISONS = Set.of("Against fleet");

    /** Figures of a project or of a device, in contrast to what is known about it. */
    private static final String FIGURES = "trro_%s_(sessions|session_duration|not_bad|active_)";

    private static Map<String, List<String>> labelsByMetric() {
        Map<String, List<String>> labels = new HashMap<>(FOREIGN);
        labels.putAll(OF_RULES);
        for (Family metric : MetricCatalog.families()) {
            switch (metric.kind()) {
                case COUNTER, GAUGE -> labels.put(metric.name(), metric.labels());
                case HISTOGRAM ->
                    labels.put(
                            metric.name() + "_bucket",
                            Stream.concat(metric.labels().stream(), Stream.of("le"))
                                    .toList());
            }
        }
        return labels;
    }

    private static Stream<PromQl> queries(Dashboard dashboard) {
        Stream<String> ofVariables =
                dashboard.variables().stream().map(Dashboard::variableQuery).filter(query -> query.contains("{"));
        return Stream.concat(dashboard.targets().stream().map(Target::expr), ofVariables)
                .map(PromQl::new);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void everyVariableThatIsUsedExists(Dashboard dashboard) {
        assertThat(queries(dashboard)
                        .flatMap(query -> Pattern.compile("\\$([a-z_]\\w*)")
                                .matcher(query.text())
                                .results())
                        .map(found -> found.group(1)))
                .isSubsetOf(
                        Stream.concat(Stream.of("__rate_interval", "__range"), dashboard.defaults().keySet().stream())
                                .toList());
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
                    assertThat(query.selectors().stream().filter(selector -> !OF_RULES.containsKey(selector.metric())))
                            .allSatisfy(selector -> {
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
                    assertThat(selector.range()).as("%s", selector).isIn("[$__rate_interval]", "[1h]");
                });
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void sharesAreSumsOverSumsAndProjectsNeverMixWithDevices(Dashboard dashboard) {
        assertThat(dashboard.targets()).allSatisfy(target -> {
            assertThat(target.expr()).doesNotContain("avg", "_not_bad_session_ratio");
            if (!COMPARISONS.contains(target.panel().path("title").stringValue(""))) {
                assertThat(names(target, "project") && names(target, "device"))
                        .as("%s mixes projects and devices", target)
                        .isFalse();
            }
        });
        assertThat(dashboard.targets())
                .filteredOn(target -> target.expr().contains("_not_bad_sessions"))
                .allSatisfy(target -> assertThat(count(target, " / \\("))
                        .as("%s divides only by what is not zero", target)
                        .isEqualTo(count(target, "(> 0|>= \\$min_sessions|>= 5)\\)")));
    }

    private static boolean names(Target target, String family) {
        return Pattern.compile(FIGURES.formatted(family)).matcher(target.expr()).find();
    }

    private static long count(Target target, String pattern) {
        return Pattern.compile(pattern).matcher(target.expr()).results().count();
    }
}
