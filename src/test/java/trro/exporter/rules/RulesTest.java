package trro.exporter.rules;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import trro.exporter.exposition.Family;
import trro.exporter.metrics.MetricCatalog;
import trro.exporter.support.FinishedProcess;
import trro.exporter.support.RealComponents;
import trro.exporter.support.Slow;

/** The shipped rules, as Prometheus itself judges them, and against what the exporter has to offer. */
@Slow
class RulesTest {

    private static final Path FOLDER = Path.of("prometheus");
    private static final Path THRESHOLDS = FOLDER.resolve("rules").resolve("thresholds.yml");

    private static final Pattern METRIC = Pattern.compile("(?<![\\w:])trro_\\w+(?![\\w:])");
    private static final Pattern RECORDED = Pattern.compile("\\b[a-z]+:trro_\\w+:\\w+\\b");

    private static final List<Map<String, Object>> ALERTS = rules("alert");

    private static final List<String> ALERT_NAMES =
            ALERTS.stream().map(rule -> text(rule, "alert")).toList();

    @Test
    void prometheusAcceptsItsConfiguration() throws Exception {
        assertThat(promtool("check", "config", FOLDER.resolve("prometheus.yml").toString())
                        .output())
                .contains("SUCCESS: 3 rule files found", "is valid prometheus config file syntax");
    }

    @Test
    void noRuleHasAFinding() throws Exception {
        promtool("check", "rules", "--lint=all", "--lint-fatal", file("alerts"), file("recording"), file("thresholds"));
    }

    @ParameterizedTest
    @FieldSource("TESTS")
    void rulesDoWhatTheirTestsSay(Path test) throws Exception {
        promtool("test", "rules", test.toString());
    }

    static final List<Path> TESTS = list(FOLDER.resolve("tests"));

    /** As in VictoriaMetrics' vmalert: here each rule is a group of its own, and the last one comes first. */
    @ParameterizedTest
    @ValueSource(strings = {"device-quality.yml", "project-quality.yml"})
    void aRuleBearsToSeeWhatOthersRecordedInTheEvaluationBefore(String test, @TempDir Path folder) throws Exception {
        List<String> recording = Pattern.compile("(?m)^(?=      - record:)")
                .splitAsStream(Files.readString(Path.of(file("recording"))))
                .toList();
        StringBuilder groups = new StringBuilder("groups:\n");
        StringBuilder order = new StringBuilder();
        for (int rule = 1; rule < recording.size(); rule++) {
            groups.append("  - name: r" + rule + "\n    rules:\n" + recording.get(rule));
            order.insert(0, "r" + rule + ", ");
        }
        for (String name : List.of("alerts", "thresholds")) {
            Files.copy(Path.of(file(name)), folder.resolve(name + ".yml"));
        }
        Files.writeString(folder.resolve("recording.yml"), groups);
        Path reversed = Files.writeString(
                folder.resolve("test"),
                read(FOLDER.resolve("tests").resolve(test))
                        .replace("../rules/", "./")
                        .replace("trro-recording, ", order));

        promtool("test", "rules", reversed.toString());
    }

    @Test
    void theExamplesOfOverridesAreRules(@TempDir Path folder) throws Exception {
        String thresholds = Files.readString(THRESHOLDS);
        String uncommented =
                thresholds.replaceAll("(?m)^      # (- record: override:|  labels: |  expr: )", "      $1");
        Path changed = Files.writeString(folder.resolve("thresholds.yml"), uncommented);

        assertThat(promtool("check", "rules", changed.toString()).output()).contains("SUCCESS: 26 rules found");
    }

    @Test
    void rulesUseOnlyWhatTheExporterShowsOrOtherRulesRecord() throws IOException {
        Set<String> shown = MetricCatalog.families().stream().map(Family::name).collect(toSet());
        Set<String> recorded =
                rules("record").stream().map(rule -> text(rule, "record")).collect(toSet());
        Set<String> defaults =
                recorded.stream().filter(name -> name.startsWith("default:")).collect(toSet());
        Set<String> withOverrides = new TreeSet<>(recorded);
        defaults.forEach(name -> withOverrides.add(name.replace("default:", "override:")));

        for (String name : List.of("alerts", "recording", "thresholds")) {
            String rules = withoutComments(Files.readString(Path.of(file(name))));
            assertThat(matches(METRIC, rules)).as(name).isSubsetOf(shown);
            assertThat(matches(RECORDED, rules)).as(name).isSubsetOf(withOverrides);
        }
        assertThat(matches(METRIC, "rate(trro_made_up[5m])")).isNotEmpty();
    }

    @Test
    void everyDefaultIsUsedAndOnlyDefaultsStandAmongTheThresholds() throws IOException {
        String thresholds = withoutComments(Files.readString(THRESHOLDS));
        String others = Files.readString(Path.of(file("alerts"))) + Files.readString(Path.of(file("recording")));

        assertThat(matches(RECORDED, thresholds))
                .allMatch(name -> name.startsWith("default:"))
                .isSubsetOf(matches(RECORDED, others));
    }

    @ParameterizedTest
    @FieldSource("ALERT_NAMES")
    void everyAlertSaysWhatToDoAndHasTests(String alert) throws IOException {
        Map<String, Object> rule = ALERTS.stream()
                .filter(each -> text(each, "alert").equals(alert))
                .findFirst()
                .orElseThrow();
        String section = section(alert);

        assertThat(alert).startsWith("Trro");
        assertThat(text(rule, "labels", "severity")).isIn("critical", "warning");
        assertThat(text(rule, "labels", "category")).isIn("quality", "api", "exporter");
        assertThat(text(rule, "annotations", "summary")).isNotBlank();
        assertThat(text(rule, "annotations", "description")).isNotBlank();
        assertThat(text(rule, "annotations", "runbook_url"))
                .isEqualTo("prometheus/RUNBOOK.md#" + alert.toLowerCase(Locale.ROOT));
        assertThat(section).contains("**Means:**", "**Is it real?**", "**Do:**", "**Tune:**");
        assertThat(TESTS).as("tests in which it fires").anyMatch(test -> fires(alert, test));
    }

    @ParameterizedTest
    @CsvSource({"docs/metrics.md, sum_over_time(", "docs/budget-and-freshness.md, trro_device_sessions{"})
    void theQueriesOfTheDocumentsHaveTests(Path document, String begin) {
        String query = Stream.of(read(document).split("```"))
                .filter(block -> block.startsWith("text\n" + begin))
                .map(block -> words(block.substring("text".length())))
                .findFirst()
                .orElseThrow();

        assertThat(TESTS).as(query).anyMatch(test -> words(read(test)).contains(query));
    }

    private static String words(String text) {
        return text.replaceAll("\\s+", " ");
    }

    @Test
    void noAnnotationSaysOneDevices() throws IOException {
        assertThat(Files.readString(Path.of(file("alerts"))))
                .doesNotContainPattern("\\$value }}\\s+(devices|projects|calls|sessions)\\b")
                .containsPattern("\\$value }}\\s+(device|project|call)\\b");
    }

    @Test
    void theRunbookHasNoSectionWithoutAnAlert() throws IOException {
        assertThat(matches(Pattern.compile("(?m)^### \\w+$"), runbook()))
                .containsExactlyInAnyOrderElementsOf(
                        ALERT_NAMES.stream().map(name -> "### " + name).toList());
    }

    private static boolean fires(String alert, Path test) {
        return read(test).contains("alertname: " + alert + "\n        exp_alerts:\n          - exp_labels:");
    }

    private static FinishedProcess promtool(String... arguments) throws IOException, InterruptedException {
        FinishedProcess process = FinishedProcess.run(RealComponents.require("promtool", "prometheus"), arguments);
        assertThat(process.exitCode()).as(process.output()).isZero();
        return process;
    }

    private static String section(String alert) throws IOException {
        return Stream.of(runbook().split("(?m)^#{2,3} "))
                .filter(section -> section.startsWith(alert + "\n"))
                .findFirst()
                .orElse("");
    }

    private static String runbook() throws IOException {
        return Files.readString(FOLDER.resolve("RUNBOOK.md"));
    }

    private static String file(String rules) {
        return FOLDER.resolve("rules").resolve(rules + ".yml").toString();
    }

    private static String withoutComments(String yaml) {
        return yaml.replaceAll("(?m)(^| )#.*$", "");
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).collect(toSet());
    }

    /** All rules of a kind: {@code alert} or {@code record}. */
    private static List<Map<String, Object>> rules(String kind) {
        List<Map<String, Object>> rules = new ArrayList<>();
        for (Path file : list(FOLDER.resolve("rules"))) {
            for (Object group : (List<?>) value(yaml(file), "groups")) {
                for (Object rule : (List<?>) value(map(group), "rules")) {
                    rules.add(map(rule));
                }
            }
        }
        return rules.stream().filter(rule -> rule.containsKey(kind)).toList();
    }

    private static String text(Map<String, Object> rule, String... path) {
        Object found = rule;
        for (String key : path) {
            found = value(map(found), key);
        }
        return String.valueOf(found);
    }

    private static Object value(Map<String, Object> map, String key) {
        assertThat(map).containsKey(key);
        return map.getOrDefault(key, "");
    }

    private static Map<String, Object> yaml(Path file) {
        Object root = new Load(LoadSettings.builder().build()).loadFromString(read(file));
        return map(root);
    }

    @SuppressWarnings("unchecked") // keys of these files are text
    private static Map<String, Object> map(Object yaml) {
        return (Map<String, Object>) yaml;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
