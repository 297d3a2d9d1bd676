package trro.exporter.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import trro.exporter.dashboards.Dashboard.Target;
import trro.exporter.exposition.Family;
import trro.exporter.metrics.MetricCatalog;

/** Defects that only eyes found in a real Grafana, each as a rule for all pages: what is on a page is seen and is true. */
class DashboardLooksTest {

    private static final String ALL = "trro.exporter.dashboards.Dashboard#all";

    /** A laptop: Grafana draws in 24 columns between its margins. */
    private static final int LAPTOP = 1366;

    private static final int PAGE_MARGIN = 32;
    private static final int GAP = 8;
    private static final int PADDING = 28;

    /** Of Grafana's font at its size, nearly the widest text. */
    private static final double LETTER = 7.7;

    private static final int CELL_PADDING = 12;
    private static final int INFO_ICON = 34;

    /** So many letters have what stands in a column, at most or nearly so, by its field. */
    private static final Map<String, Integer> LETTERS = Map.of(
            "project", 18,
            "device", 18,
            "name", 18,
            "device_id", 12,
            "alertname", 30, // TrroDeviceQualityLowRepeatedly
            "action", 25); // DescribeRecentSessionList

    private static final Set<String> NOT_KNOWN = Set.of("not known", "not scraped", "no rules");

    private static String text(JsonNode node, String key) {
        return node.path(key).stringValue("");
    }

    private static JsonNode defaults(JsonNode panel) {
        return panel.path("fieldConfig").path("defaults");
    }

    private static List<JsonNode> panels(Dashboard dashboard, String... types) {
        return dashboard.panels().stream()
                .filter(panel -> Set.of(types).contains(text(panel, "type")))
                .toList();
    }

    private static int width(JsonNode panel) {
        return (LAPTOP - PAGE_MARGIN + GAP) * panel.path("gridPos").path("w").intValue() / 24 - GAP - PADDING;
    }

    private static boolean fits(String words, int space) {
        return words.length() * LETTER <= space;
    }

    /** Of one column: what its override sets for {@code id}. */
    private static Optional<JsonNode> override(JsonNode panel, String column, String id) {
        return panel.path("fieldConfig").path("overrides").values().stream()
                .filter(override -> text(override.path("matcher"), "options").equals(column))
                .flatMap(override -> override.path("properties").values().stream())
                .filter(property -> text(property, "id").equals(id))
                .map(property -> property.path("value"))
                .findFirst();
    }

    private static JsonNode transformation(JsonNode panel, String id) {
        return panel.path("transformations").values().stream()
                .filter(transformation -> text(transformation, "id").equals(id))
                .reduce((first, last) -> last)
                .map(transformation -> transformation.path("options"))
                .orElseGet(() -> panel.path("none"));
    }

    /** The names under which a table shows its fields, by the fields' names. */
    private static Map<String, String> columns(JsonNode table) {
        JsonNode organize = transformation(table, "organize");
        return organize.path("indexByName").propertyNames().stream()
                .filter(field -> override(table, field, "custom.hidden").isEmpty())
                .collect(Collectors.toMap(
                        field -> field,
                        field -> organize.path("renameByName").path(field).stringValue(field)));
    }

    private static boolean matrix(JsonNode table) {
        return !transformation(table, "groupingToMatrix").isMissingNode();
    }

    /** Red is bad, and 88 % is another colour than 95 %. Grafana turns the scheme RdYlBu of heat maps round by itself. */
    @ParameterizedTest
    @MethodSource(ALL)
    void coloursOfSharesAreTheRightWayUpAndTellThemApart(Dashboard dashboard) {
        assertThat(panels(dashboard, "heatmap"))
                .filteredOn(panel -> text(defaults(panel), "unit").equals("percentunit"))
                .allSatisfy(panel -> {
                    JsonNode color = panel.path("options").path("color");
                    assertThat(color.path("reverse").booleanValue(false)).isTrue();
                    assertThat(color.path("min").doubleValue()).isGreaterThanOrEqualTo(0.75);
                });
        assertThat(panels(dashboard, "table"))
                .filteredOn(DashboardLooksTest::matrix)
                .filteredOn(panel -> text(defaults(panel), "unit").equals("percentunit"))
                .allSatisfy(panel -> {
                    assertThat(text(defaults(panel).path("color"), "mode")).isEqualTo("continuous-RdYlGr");
                    assertThat(defaults(panel).path("min").doubleValue()).isGreaterThanOrEqualTo(0.75);
                    assertThat(defaults(panel).path("max").doubleValue()).isEqualTo(1);
                });
    }

    /** An empty cell has no colour: that of the worst value would be a lie. */
    @ParameterizedTest
    @MethodSource(ALL)
    void anEmptyCellHasNoColour(Dashboard dashboard) {
        assertThat(panels(dashboard, "table"))
                .filteredOn(DashboardLooksTest::matrix)
                .allSatisfy(panel -> assertThat(defaults(panel).path("mappings").values())
                        .anySatisfy(mapping -> {
                            assertThat(text(mapping.path("options"), "match")).isEqualTo("null");
                            assertThat(text(mapping.path("options").path("result"), "color"))
                                    .isEqualTo("transparent");
                        }));
    }

    /**
     * Until there is data Grafana's heat map shows "TypeError: Cannot read properties of undefined", and its state timeline
     * "Data does not have a time field".
     */
    @ParameterizedTest
    @MethodSource(ALL)
    void aPanelBearsAnEmptyAnswer(Dashboard dashboard) {
        assertThat(panels(dashboard, "heatmap", "state-timeline"))
                .allSatisfy(panel -> assertThat(
                                text(transformation(panel, "filterFieldsByName").path("include"), "pattern"))
                        .isEqualTo(".*"));
    }

    /** Grafana fills every empty cell of a table with the words for an empty table. */
    @ParameterizedTest
    @MethodSource(ALL)
    void anEmptyCellDoesNotSayWhatAnEmptyTableMeans(Dashboard dashboard) {
        assertThat(panels(dashboard, "table"))
                .filteredOn(panel -> panel.path("targets").size() > 1)
                .allSatisfy(panel -> columns(panel).forEach((field, column) -> {
                    if (field.startsWith("Value")
                            && !text(panel, "title").equals("Worst devices")) { // whose queries have the same rows
                        assertThat(override(panel, column, "noValue"))
                                .as("%s, column %s", text(panel, "title"), column)
                                .isPresent();
                    }
                }));
    }

    /** A dash is for a cell; a table without rows has words of its own. */
    @ParameterizedTest
    @MethodSource(ALL)
    void anEmptyTableSaysWhatIsMissing(Dashboard dashboard) {
        assertThat(panels(dashboard, "table"))
                .allSatisfy(panel -> assertThat(text(defaults(panel), "noValue"))
                        .as(text(panel, "title"))
                        .containsPattern("\\w+ \\w+"));
    }

    /** Not known, nothing there and zero are three states: an absent figure never reads "no sessions". */
    @ParameterizedTest
    @MethodSource(ALL)
    void aTileWithoutAFigureSaysThatItIsNotKnown(Dashboard dashboard) {
        assertThat(panels(dashboard, "stat")).allSatisfy(panel -> {
            assertThat(text(defaults(panel), "noValue"))
                    .as(text(panel, "title"))
                    .isIn(NOT_KNOWN);
            assertThat(defaults(panel).path("mappings").findValuesAsString("color"))
                    .as("%s: lilac tells nobody anything", text(panel, "title"))
                    .doesNotContain("purple");
            JsonNode steps = defaults(panel).path("thresholds").path("steps");
            if (text(panel.path("options"), "colorMode").equals("background")) {
                assertThat(text(steps.path(0), "color"))
                        .as("%s: a grey block in both themes", text(panel, "title"))
                        .isEqualTo("#6e7687");
            }
        });
        assertThat(panels(dashboard, "stat"))
                .filteredOn(panel -> panel.toString().contains("_not_bad_sessions")
                        && text(defaults(panel), "unit").equals("percentunit"))
                .allSatisfy(panel ->
                        assertThat(defaults(panel).path("mappings").toString()).contains("no sessions"));
    }

    /** Columns without a width of their own share what is left: the first hour that is known would fill the page. */
    @ParameterizedTest
    @MethodSource(ALL)
    void aCellIsAsWideHoweverManyHoursAreKnown(Dashboard dashboard) {
        assertThat(panels(dashboard, "table"))
                .filteredOn(DashboardLooksTest::matrix)
                .allSatisfy(panel -> assertThat(
                                defaults(panel).path("custom").path("width").intValue(0))
                        .as(text(panel, "title"))
                        .isPositive());
    }

    /** A tile tells what is, or happens: what is over for more than an hour stands in a chart. */
    @ParameterizedTest
    @MethodSource(ALL)
    void aTileLooksNoFurtherBackThanAnHour(Dashboard dashboard) {
        assertThat(dashboard.targets())
                .filteredOn(target -> text(target.panel(), "type").equals("stat"))
                .flatExtracting(target -> new PromQl(target.expr()).selectors())
                .extracting(PromQl.Selector::range)
                .isSubsetOf("", "[2m]", "[1h]", "[$__rate_interval]");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void everyColumnIsSeenOnALaptop(Dashboard dashboard) {
        assertThat(panels(dashboard, "table")).allSatisfy(panel -> {
            JsonNode custom = defaults(panel).path("custom");
            int least = custom.path("width").intValue(custom.path("minWidth").intValue(150));
            int sum = 0;
            for (String column : columns(panel).values()) {
                int width = override(panel, column, "custom.width")
                        .or(() -> override(panel, column, "custom.minWidth"))
                        .map(JsonNode::intValue)
                        .orElse(least);
                assertThat(fits(column, width - CELL_PADDING / 2))
                        .as("%s: header %s in %d px", text(panel, "title"), column, width)
                        .isTrue();
                sum += width;
            }
            assertThat(sum).as(text(panel, "title")).isLessThanOrEqualTo(width(panel));
        });
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void everyTitleIsSeenOnALaptop(Dashboard dashboard) {
        assertThat(dashboard.panels())
                .allSatisfy(panel -> assertThat(fits(text(panel, "title"), width(panel) + PADDING / 2 - INFO_ICON))
                        .as(text(panel, "title"))
                        .isTrue());
    }

    /** Trouble comes first, and leads on: rows of projects link to pages that tell more. */
    @ParameterizedTest
    @MethodSource(ALL)
    void projectsAreSortedByTroubleAndLinked(Dashboard dashboard) {
        assertThat(panels(dashboard, "table"))
                .filteredOn(panel -> panel.path("fieldConfig").toString().contains("\"0\":{\"text\""))
                .allSatisfy(panel -> {
                    JsonNode sort = transformation(panel, "sortBy").path("sort").path(0);
                    assertThat(text(sort, "field")).startsWith("Value #");
                    assertThat(sort.path("desc").booleanValue(false)).isTrue();
                    assertThat(override(panel, "Project", "links")).isPresent();
                    assertThat(panel.findValuesAsString("url")).anyMatch(url -> url.startsWith("${status_page}"));
                });
    }

    /**
     * "Shenzhen quarry 2" is another project than "Shenzhen quarry": its number is seen, too, and so are those of devices
     * and the last words of alerts, actions and ids.
     */
    @ParameterizedTest
    @MethodSource(ALL)
    void namesAreSeenToTheirEnds(Dashboard dashboard) {
        assertThat(panels(dashboard, "table"))
                .allSatisfy(panel -> columns(panel).forEach((field, column) -> {
                    Integer letters = LETTERS.get(field);
                    if (letters != null) {
                        assertThat(override(panel, column, "custom.width")
                                        .or(() -> override(panel, column, "custom.minWidth"))
                                        .map(JsonNode::intValue)
                                        .orElse(0))
                                .as("%s, column %s", text(panel, "title"), column)
                                .isGreaterThanOrEqualTo((int) (letters * LETTER + CELL_PADDING));
                    }
                }));
    }

    /** A chart of ages tells nothing of a time that was filled in afterwards, when nobody asked TRRO. */
    @ParameterizedTest
    @MethodSource(ALL)
    void agesAreThoseOfAnExporterThatRan(Dashboard dashboard) {
        assertThat(dashboard.targets())
                .filteredOn(target -> text(target.panel(), "type").equals("timeseries")
                        && target.expr().contains("time() -"))
                .allSatisfy(target -> assertThat(target.expr()).contains("and on () max(trro_poll_targets{"));
    }

    /** Two rules that no page has ever broken find what they are for. */
    @Test
    void aRuleFindsABrokenSample() {
        Dashboard coloured = broken("\"match\":\"null\"", "\"match\":\"nan\"");
        Dashboard misspelt = broken("\"options\":\"Not bad\"}", "\"options\":\"Not-bad\"}");

        assertThatThrownBy(() -> anEmptyCellHasNoColour(coloured)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> everyOverrideFindsItsColumn(misspelt)).isInstanceOf(AssertionError.class);
    }

    private static Dashboard broken(String part, String by) {
        String whole = Dashboard.read("fleet.json").json().toString();
        assertThat(whole).contains(part);
        return new Dashboard("fleet.json", JsonMapper.shared().readTree(whole.replace(part, by)));
    }

    /** A device that was never answered can be chosen, and nothing passes "all" on to a page of one. */
    @ParameterizedTest
    @MethodSource(ALL)
    void aPageOfOneDeviceKnowsEveryDevice(Dashboard dashboard) {
        dashboard.variables().stream()
                .filter(variable -> text(variable, "type").equals("query")
                        && !variable.path("multi").booleanValue(true))
                .forEach(variable -> {
                    assertThat(text(variable, "name")).isIn("project", "device");
                    if (text(variable, "name").equals("device")) {
                        assertThat(Dashboard.variableQuery(variable)).contains("trro_device_info");
                    }
                });
    }

    /** What can be told by project follows the chosen projects. */
    @ParameterizedTest
    @MethodSource(ALL)
    void whatIsToldByProjectFollowsTheChosenOnes(Dashboard dashboard) {
        Set<String> byProject = MetricCatalog.families().stream()
                .filter(family -> family.labels().contains("project_id"))
                .map(Family::name)
                .collect(Collectors.toSet());
        Predicate<Target> ofTheWholeExporter =
                target -> text(target.panel(), "title").equals("Never told");

        assertThat(dashboard.targets())
                .filteredOn(ofTheWholeExporter.negate())
                .allSatisfy(target -> assertThat(new PromQl(target.expr()).selectors())
                        .filteredOn(selector -> byProject.contains(selector.metric()))
                        .allSatisfy(selector -> assertThat(
                                        selector.matchers().stream().map(PromQl.Matcher::value))
                                .as("%s: %s", target, selector)
                                .containsAnyOf("$project_id", "$project_id|", "$project")));
        if (dashboard.file().equals("fleet.json")) {
            assertThat(dashboard.json().toString())
                    .as("the oldest answer of the whole exporter, whatever is chosen")
                    .doesNotContain("trro_poll_staleness_seconds");
            assertThat(dashboard.targets())
                    .filteredOn(target -> text(target.panel(), "title").matches("Freshness.*|Old figures|Oldest.*"))
                    .allSatisfy(target -> assertThat(target.expr()).contains("trro_idle_device_promised_age_seconds"));
        }
    }

    /** Ids are for machines: tables show the names of projects, and cockpits are not judged among vehicles. */
    @ParameterizedTest
    @MethodSource(ALL)
    void peopleReadNames(Dashboard dashboard) {
        assertThat(panels(dashboard, "table"))
                .allSatisfy(panel -> assertThat(columns(panel))
                        .as(text(panel, "title"))
                        .doesNotContainKey("project_id")
                        .doesNotContainEntry("project_id", "Project"));
        assertThat(dashboard.targets())
                .filteredOn(target ->
                        target.expr().contains("$min_sessions") && target.expr().contains("trro_device_"))
                .filteredOn(target -> !target.expr().contains("trro_project_sessions"))
                .allSatisfy(target -> assertThat(target.expr()).contains("type=\"$hidden_type\""));
    }

    /** A legend that calculates takes half of a panel, shows the first by alphabet, and averages ratios. */
    @ParameterizedTest
    @MethodSource(ALL)
    void legendsAreShort(Dashboard dashboard) {
        assertThat(panels(dashboard, "timeseries", "state-timeline", "barchart"))
                .allSatisfy(panel -> {
                    JsonNode legend = panel.path("options").path("legend");
                    assertThat(text(legend, "displayMode")).isEqualTo("list");
                    assertThat(legend.path("calcs")).isEmpty();
                });
        assertThat(panels(dashboard, "timeseries"))
                .flatExtracting(panel -> List.copyOf(panel.path("targets").values()))
                .filteredOn(target -> text(target, "legendFormat").contains("{{project"))
                .allSatisfy(target -> assertThat(text(target, "expr"))
                        .as("twenty projects are no chart")
                        .contains("bottomk("));
    }

    /** A failure is never drawn in the colour of OK. */
    @ParameterizedTest
    @MethodSource(ALL)
    void failuresAreRed(Dashboard dashboard) {
        assertThat(panels(dashboard, "timeseries"))
                .filteredOn(panel -> panel.path("targets").toString().contains("{{code}}"))
                .allSatisfy(panel -> assertThat(defaults(panel).path("color").toString())
                        .isEqualTo("{\"mode\":\"shades\",\"fixedColor\":\"red\"}"));
    }

    /** One failed scrape empties nothing: gauges are looked up over two scrapes. Alerts are no gauges. */
    @ParameterizedTest
    @MethodSource(ALL)
    void oneFailedScrapeEmptiesNoTile(Dashboard dashboard) {
        Set<String> ownClock = Set.of("up", "ALERTS", "default:trro_project_silent_sessions:min");

        assertThat(dashboard.targets())
                .filteredOn(Target::instant)
                .allSatisfy(target -> assertThat(new PromQl(target.expr()).selectors())
                        .filteredOn(selector -> !ownClock.contains(selector.metric())
                                && !target.expr().contains("_over_time((")
                                && !selector.metric().endsWith("_total"))
                        .allSatisfy(selector -> {
                            assertThat(selector.caller()).as("%s", target).isEqualTo("last_over_time(");
                            assertThat(selector.range()).as("%s", target).isEqualTo("[2m]");
                        }));
    }

    /** An exporter that is gone takes no line of hours that were scraped with it, and no alert's rules. */
    @ParameterizedTest
    @MethodSource(ALL)
    void theLastScrapeEmptiesNoChart(Dashboard dashboard) {
        assertThat(dashboard.targets())
                .extracting(Target::expr)
                .allSatisfy(expr ->
                        assertThat(expr.replace("[$__range] @ end()", "")).doesNotContain("@ end()"));
        assertThat(dashboard.targets())
                .filteredOn(target -> text(target.panel(), "title").equals("Alerts"))
                .allSatisfy(target ->
                        assertThat(target.expr()).contains(" or 0 * count(default:trro_project_silent_sessions:min{"));
        assertThat(dashboard.targets())
                .filteredOn(target -> text(target.panel(), "title").equals("Firing alerts"))
                .allSatisfy(target -> assertThat(target.expr())
                        .as("of which project, though nothing tells its name")
                        .endsWith("\"project\", \"$1\", \"project_id\", \"(.+)\")"));
    }

    /** An absolute time range switches timeFrom off, and steps grow where there are fewer points than hours. */
    @ParameterizedTest
    @MethodSource(ALL)
    void noTimeRangeEmptiesAPanel(Dashboard dashboard) {
        assertThat(dashboard.panels()).noneMatch(panel -> panel.has("timeFrom"));
        assertThat(dashboard.panels())
                .filteredOn(panel -> panel.has("interval"))
                .allSatisfy(panel -> assertThat(panel.path("maxDataPoints").intValue(0))
                        .as("hours of more than a year: %s", text(panel, "title"))
                        .isGreaterThan(366 * 24));
    }

    /** A chart counts a figure of a closed hour only once the target was answered after the hour had settled. */
    @ParameterizedTest
    @MethodSource(ALL)
    void hoursAreDrawnWhenFinalAndCorrectedAfterwards(Dashboard dashboard) {
        Pattern figures = Pattern.compile("interval=\"hour\", window=\"previous\"");

        assertThat(dashboard.targets())
                .filteredOn(target -> figures.matcher(target.expr()).find())
                .filteredOn(target -> target.expr().contains("sessions{"))
                .allSatisfy(target -> {
                    assertThat(target.expr()).contains("trro_interval_settles_timestamp_seconds");
                    assertThat(target.expr()).contains("last_over_time((").doesNotContain("offset -75m");
                });
    }

    /** 80 to 100 % is not squeezed into a fifth, and ages have ticks in whole minutes. */
    @ParameterizedTest
    @MethodSource(ALL)
    void axesAreForReading(Dashboard dashboard) {
        assertThat(panels(dashboard, "timeseries")).allSatisfy(panel -> {
            if (panel.toString().contains("_not_bad_sessions")
                    && text(defaults(panel), "unit").equals("percentunit")) {
                assertThat(defaults(panel).path("custom").path("axisSoftMin").doubleValue())
                        .isEqualTo(0.8);
            }
            if (panel.path("targets").toString().contains("time() -")
                    || panel.path("targets").toString().contains("staleness")) {
                assertThat(text(defaults(panel), "unit")).isEqualTo("none");
                assertThat(text(defaults(panel).path("custom"), "axisLabel")).isEqualTo("minutes");
            }
            if (panel.path("targets").toString().contains("process_cpu")) {
                assertThat(text(defaults(panel), "unit"))
                        .as("not 0.00 five times")
                        .isEqualTo("percentunit");
            }
        });
    }

    /** A column has a name of its own, so that overrides find it. */
    @ParameterizedTest
    @MethodSource(ALL)
    void everyOverrideFindsItsColumn(Dashboard dashboard) {
        assertThat(panels(dashboard, "table"))
                .filteredOn(panel -> !matrix(panel))
                .allSatisfy(panel -> assertThat(panel.path("fieldConfig").path("overrides").values().stream()
                                .map(override -> text(override.path("matcher"), "options")))
                        .as(text(panel, "title"))
                        .allSatisfy(column -> assertThat(columns(panel).containsValue(column)
                                        || Objects.equals(column, "project_id")
                                        || Objects.equals(column, "device_id"))
                                .as(column)
                                .isTrue()));
    }
}
