package trro.exporter.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.documents.Documents.found;
import static trro.exporter.documents.Documents.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of faults names tests and alerts that exist. */
class FaultsDocumentTest {

    private static final Path ALERTS = Path.of("prometheus", "rules", "alerts.yml");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+Test)\\.(\\w+)`");

    /** The cells of every row: fault, reaction, page, alert, test. */
    static List<List<String>> rows() {
        return read(Path.of("docs", "faults.md"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| fault ") && !line.startsWith("| --- "))
                .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\| ", -1)))
                .toList();
    }

    private static List<Path> sourcesOf(String testClass) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            return files.filter(file -> file.endsWith(testClass + ".java")).toList();
        }
    }

    /** The lines before it, up to the last empty one: of a method its annotations. */
    private static String paragraphOf(String words, String source) {
        String before = source.substring(0, Math.max(0, source.indexOf(words)));
        return before.substring(before.lastIndexOf("\n\n") + 1);
    }

    @Test
    void everyFaultHasARow() {
        assertThat(rows()).hasSize(29).allMatch(row -> row.size() == 5);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyRowNamesTestsThatExist(List<String> row) {
        assertThat(TEST.matcher(row.get(4)).results()).isNotEmpty().allSatisfy(test -> {
            List<Path> sources = sourcesOf(test.group(1));
            assertThat(sources).as(test.group(1)).hasSize(1);
            assertThat(paragraphOf("void " + test.group(2) + "(", read(sources.get(0))))
                    .as(test.group())
                    .containsPattern("@(Parameterized)?Test\\b");
        });
        assertThat(row.get(4).split(", ")).allMatch(TEST.asMatchPredicate());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyRowNamesAlertsThatExist(List<String> row) {
        List<String> alerts = found("- alert: (\\w+)", read(ALERTS));

        if (row.get(3).startsWith("none")) {
            assertThat(row.get(3)).doesNotContain("`");
        } else {
            assertThat(row.get(3).split(", "))
                    .isSubsetOf(alerts.stream().map(alert -> "`" + alert + "`").toList());
        }
    }
}
