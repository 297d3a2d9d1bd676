package trro.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import trro.exporter.metrics.MetricCatalog;

/** The documents say what the code does. {@link DocumentLinksTest} follows their links. */
class DocumentationTest {

    private static final Path README = Path.of("README.md");
    private static final Path METRICS = Path.of("docs", "metrics.md");
    private static final Path CONFIGURATION = Path.of("docs", "configuration.md");
    private static final Path BUDGET = Path.of("docs", "budget-and-freshness.md");
    private static final Path DEVELOPMENT = Path.of("docs", "development.md");
    private static final Path CONTRIBUTING = Path.of("CONTRIBUTING.md");
    private static final Path EXAMPLE =
            Path.of("src", "main", "resources", "trro", "exporter", "config", "example.yml");
    private static final Path SOURCES = Path.of("src", "main", "java", "trro", "exporter");
    private static final Set<String> OPTIONS_OF_CONTAINERS = Set.of(
            "--cap-drop",
            "--format",
            "--memory",
            "--name",
            "--no-healthcheck",
            "--read-only",
            "--rm",
            "--security-opt");
    private static final String TABLE = "| metric | type | labels | |\n| --- | --- | --- | --- |\n";

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** All documents for people, but the runbook, whose names are those of the rules. */
    static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            return Stream.concat(Stream.of(README, Path.of("CHANGELOG.md"), CONTRIBUTING), docs.sorted())
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(match -> match.group(match.groupCount()))
                .distinct()
                .toList();
    }

    /** The text of every fenced block of this language. */
    private static List<String> blocks(Path file, String language) {
        return found("```" + language + "\n(.*?)```", read(file));
    }

    private static String row(MetricCatalog metric) {
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        metric.metricName(),
                        metric.kind().name().toLowerCase(Locale.ROOT),
                        metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", ")),
                        metric.help());
    }

    /** The options of every command with their defaults, none where there is none; as the commands' own help tells. */
    private static Map<String, Optional<String>> options() {
        Map<String, Optional<String>> options = new TreeMap<>();
        for (String command : List.of("run", "check", "plan", "demo", "simulate")) {
            String help = run(command, "--help");
            for (String option : help.split("\n {2}(?:-\\w,| {3}) (?=--)")) {
                Matcher name = Pattern.compile("--[a-z][a-z.-]+").matcher(option);
                if (!option.startsWith("Usage") && name.lookingAt()) {
                    Matcher value = Pattern.compile("Default:\\s+(\\S+)").matcher(option);
                    options.put(name.group(), value.find() ? Optional.of(value.group(1)) : Optional.empty());
                }
            }
        }
        return options;
    }

    /** What a command prints to either stream. */
    private static String run(String... args) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text, true);
        Main.run(out, out, args);
        return text.toString();
    }

    @Test
    void theReadmeIsShort() {
        assertThat(read(README).lines()).hasSizeLessThanOrEqualTo(200);
    }

    @Test
    void theMetricsTableIsTheCatalogue() {
        String rows =
                Stream.of(MetricCatalog.values()).map(DocumentationTest::row).collect(Collectors.joining());

        assertThat(read(METRICS)).contains(TABLE + rows + "\n");
    }

    @Test
    void theReadmeHasTenRowsOfTheMetricsTable() {
        String readme = read(README);
        String afterHead = readme.substring(readme.indexOf(TABLE) + TABLE.length());

        assertThat(readme).contains(TABLE);
        assertThat(afterHead.substring(0, afterHead.indexOf("\n\n")).lines().map(line -> line + "\n"))
                .hasSize(10)
                .isSubsetOf(Stream.of(MetricCatalog.values())
                        .map(DocumentationTest::row)
                        .toList());
    }

    @Test
    void theExampleConfigurationIsTheOneThatIsTested() {
        assertThat(blocks(CONFIGURATION, "yaml")).contains(read(EXAMPLE));
    }

    @Test
    void theSmallestConfigurationIsFine(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("trro.yml"), blocks(README, "yaml").get(0));

        assertThat(run("check", "--config.file=" + file)).startsWith("The configuration is fine");
    }

    @Test
    void thePlanIsWhatTheCommandPrints(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("trro.yml"), "accounts: [{ projects: discover }]\n");
        String block = blocks(BUDGET, "console").get(0);
        String command = block.lines().findFirst().orElseThrow();
        String args = command.replace("$ trro-exporter ", "").replace("=trro.yml", "=" + file);

        assertThat(block).isEqualToNormalizingNewlines(command + "\n" + run(args.split(" ")));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyMetricThatIsNamedExists(Path file) {
        assertThat(found("\\btrro_[a-z]\\w*\\b(?!\\*)", read(file)))
                .isSubsetOf(Stream.of(MetricCatalog.values())
                        .flatMap(metric -> Stream.of(metric.metricName(), metric.metricName() + "_max"))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyOptionThatIsNamedExists(Path file) {
        assertThat(found("(?<![\\w-])--[a-z][a-z.-]+", read(file)))
                .isSubsetOf(Stream.of(options().keySet(), OPTIONS_OF_CONTAINERS)
                        .flatMap(Set::stream)
                        .toList());
    }

    @Test
    void everyOptionStandsInTheReadmeWithItsDefault() {
        String readme = read(README);

        assertThat(options()).containsKeys("--config.file", "--seed").allSatisfy((name, value) -> {
            String text = name + value.map("="::concat).orElse("");
            assertThat(readme).containsPattern(Pattern.quote(text) + "(?![\\w.-])");
        });
    }

    @Test
    void everyPathStandsInTheReadme() {
        String routes = read(SOURCES.resolve(Path.of("web", "Routes.java")));

        assertThat(found("static final String (?!STYLE)\\w+ = \"(/[^\"]*)\";", routes))
                .contains("/", "/config")
                .allSatisfy(path -> assertThat(read(README)).contains("\n| `" + path + "` | "));
    }

    @Test
    void everyPackageIsInTheTable() throws IOException {
        try (Stream<Path> folders = Files.walk(SOURCES)) {
            assertThat(folders.filter(Files::isDirectory)
                            .filter(folder -> !folder.equals(SOURCES))
                            .map(folder -> SOURCES.relativize(folder).toString().replace('\\', '/')))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(read(DEVELOPMENT)).contains("\n| `" + name + "` | "));
        }
    }

    @Test
    void everyClassThatIsNamedExists() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src"))) {
            List<String> classes = sources.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .toList();

            assertThat(found("`([A-Z][a-z]\\w+)`", read(DEVELOPMENT) + read(CONTRIBUTING)))
                    .isSubsetOf(classes);
            for (Path file : documents()) {
                assertThat(found("-Dtest=(\\w+)", read(file))).as("%s", file).isSubsetOf(classes);
            }
        }
    }

    @Test
    void whatCiRunsIsTheTestCommandOfTheReadme() {
        assertThat(blocks(README, "sh")).last().isEqualTo("mvn verify\n");
        assertThat(read(Path.of(".ci", "run"))).contains("exec mvn --batch-mode --no-transfer-progress verify\n");
    }
}
