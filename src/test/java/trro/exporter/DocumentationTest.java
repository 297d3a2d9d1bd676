package trro.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.cli.Main;
import trro.exporter.config.ConfigLoader;
import trro.exporter.metrics.MetricCatalog;

/** What the README says is what the code does. */
class DocumentationTest {

    private final String readme = read(Path.of("README.md"));

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The text of every fenced block of this language. */
    private List<String> blocks(String language) {
        Matcher matcher =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(readme);
        return matcher.results().map(match -> match.group(1)).toList();
    }

    @Test
    void theMetricsTableIsTheCatalogue() {
        String table = Stream.of(MetricCatalog.values())
                .map(metric -> "| `%s` | %s | %s | %s |"
                        .formatted(
                                metric.metricName(),
                                metric.kind().name().toLowerCase(Locale.ROOT),
                                metric.labels().stream()
                                        .map(label -> "`" + label + "`")
                                        .collect(Collectors.joining(", ")),
                                metric.help()))
                .collect(Collectors.joining("\n"));

        assertThat(readme).contains("| metric | type | labels | |\n| --- | --- | --- | --- |\n" + table + "\n\n");
    }

    @Test
    void theExampleConfigurationIsTheOneThatIsTested() throws IOException {
        try (InputStream example =
                Objects.requireNonNull(ConfigLoader.class.getResourceAsStream("example.yml"), "example.yml")) {
            assertThat(blocks("yaml")).contains(new String(example.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void theSmallestConfigurationIsFine(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("trro.yml"), blocks("yaml").get(0));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        int exitCode =
                Main.run(new PrintWriter(out, true), new PrintWriter(err, true), "check", "--config.file=" + file);

        assertThat(err.toString()).isEmpty();
        assertThat(exitCode).isZero();
    }

    @Test
    void everyMetricThatIsNamedExists() {
        List<String> names =
                Stream.of(MetricCatalog.values()).map(MetricCatalog::metricName).toList();

        Matcher named = Pattern.compile("\\btrro_(?:project|device|api|poll|up|config|licenses|discovery)\\w*")
                .matcher(readme);

        assertThat(named.results().map(match -> match.group()).distinct()).isSubsetOf(names);
    }

    @Test
    void everyOptionThatIsNamedExists() {
        StringWriter help = new StringWriter();
        PrintWriter out = new PrintWriter(help, true);
        for (String command : List.of("run", "check", "plan", "demo", "simulate")) {
            Main.run(out, out, command, "--help");
        }

        String ours = readme.lines().filter(line -> !line.startsWith("docker ")).collect(Collectors.joining("\n"));
        Matcher named = Pattern.compile("(?<![\\w-])--[a-z][a-z.-]+").matcher(ours);

        assertThat(named.results().map(match -> match.group()).distinct())
                .isNotEmpty()
                .allSatisfy(option -> assertThat(help.toString()).contains(option));
    }

    @Test
    void everyPackageIsInTheTable() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("src", "main", "java", "trro", "exporter"))) {
            assertThat(folders.filter(Files::isDirectory).map(folder -> "| `" + folder.getFileName() + "` | "))
                    .isNotEmpty()
                    .allSatisfy(row -> assertThat(readme).contains(row));
        }
    }

    @Test
    void whatCiRunsIsTheTestCommandOfTheReadme() {
        assertThat(blocks("sh")).last().isEqualTo("mvn verify\n");
        assertThat(read(Path.of(".ci", "run"))).contains("exec mvn --batch-mode --no-transfer-progress verify\n");
    }
}
