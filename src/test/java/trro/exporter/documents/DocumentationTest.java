package trro.exporter.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.documents.Documents.blocks;
import static trro.exporter.documents.Documents.found;
import static trro.exporter.documents.Documents.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import trro.exporter.exposition.ExpositionFormat;
import trro.exporter.exposition.Family;
import trro.exporter.metrics.MetricCatalog;

/** The documents name metrics, keys, packages and classes as the code does. */
class DocumentationTest {

    private static final Path EXAMPLE =
            Path.of("src", "main", "resources", "trro", "exporter", "config", "example.yml");
    private static final String TABLE = "| metric | type | labels | |\n| --- | --- | --- | --- |\n";

    private static String row(Family metric) {
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        metric.name(),
                        metric.kind().name().toLowerCase(Locale.ROOT),
                        metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", ")),
                        metric.help());
    }

    @Test
    void theReadmeIsShort() {
        assertThat(read(Documents.README).lines()).hasSizeLessThanOrEqualTo(200);
    }

    @Test
    void theReadmeNamesEveryFormatOfThePage() {
        String row = read(Documents.README)
                .lines()
                .filter(line -> line.startsWith("| `/metrics` |"))
                .findFirst()
                .orElseThrow()
                .toLowerCase(Locale.ROOT)
                .replace(" ", "");

        assertThat(ExpositionFormat.values())
                .allSatisfy(format -> assertThat(row)
                        .contains(format.name().toLowerCase(Locale.ROOT).replace("_", "")));
    }

    @Test
    void theMetricsTableIsTheCatalogue() {
        String rows =
                MetricCatalog.families().stream().map(DocumentationTest::row).collect(Collectors.joining());

        assertThat(read(Documents.METRICS)).contains(TABLE + rows + "\n");
    }

    @Test
    void theReadmeHasTenRowsOfTheMetricsTable() {
        String readme = read(Documents.README);
        String afterHead = readme.substring(readme.indexOf(TABLE) + TABLE.length());

        assertThat(readme).contains(TABLE);
        assertThat(afterHead.substring(0, afterHead.indexOf("\n\n")).lines().map(line -> line + "\n"))
                .hasSize(10)
                .isSubsetOf(MetricCatalog.families().stream()
                        .map(DocumentationTest::row)
                        .toList());
    }

    @Test
    void theExampleConfigurationIsTheOneThatIsTested() {
        assertThat(blocks(Documents.CONFIGURATION, "yaml")).contains(read(EXAMPLE));
    }

    @ParameterizedTest
    @MethodSource("trro.exporter.documents.Documents#all")
    void everyMetricThatIsNamedExists(Path file) {
        assertThat(found("\\btrro_[a-z]\\w*\\b(?!\\*)", read(file)))
                .isSubsetOf(MetricCatalog.families().stream()
                        .flatMap(metric -> Stream.of(metric.name(), metric.name() + "_max"))
                        .toList());
    }

    @Test
    void everyPackageIsInTheTable() throws IOException {
        try (Stream<Path> folders = Files.walk(Documents.SOURCES)) {
            assertThat(folders.filter(Files::isDirectory)
                            .filter(folder -> !folder.equals(Documents.SOURCES))
                            .map(folder -> Documents.SOURCES
                                    .relativize(folder)
                                    .toString()
                                    .replace(folder.getFileSystem().getSeparator(), ".")))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(read(Documents.DEVELOPMENT)).contains("\n| `" + name + "` | "));
        }
    }

    @Test
    void everyClassThatIsNamedExists() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src"))) {
            List<String> classes = sources.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .toList();

            assertThat(found("`([A-Z][a-z]\\w+)`", read(Documents.DEVELOPMENT) + read(Documents.CONTRIBUTING)))
                    .isSubsetOf(classes);
            for (Path file : Documents.all()) {
                assertThat(found("-Dtest=(\\w+)", read(file))).as("%s", file).isSubsetOf(classes);
            }
        }
    }

    @Test
    void whatCiRunsIsTheTestCommandOfTheReadme() {
        assertThat(blocks(Documents.README, "sh")).last().isEqualTo("mvn verify\n");
        assertThat(read(Path.of(".ci", "run"))).contains("exec mvn --batch-mode --no-transfer-progress verify\n");
    }
}
