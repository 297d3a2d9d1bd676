package trro.exporter.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every link from one document to another leads to a file that exists, and to a heading of it. */
class DocumentLinksTest {

    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`]*`");
    private static final Pattern LINK = Pattern.compile("]\\((?![a-z]+:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");

    static List<Path> documents() throws IOException {
        return Stream.concat(
                        Documents.all().stream(),
                        Stream.of(
                                Path.of("prometheus", "RUNBOOK.md"),
                                Path.of("SECURITY.md"),
                                Path.of("charts", "trro-exporter", "README.md")))
                .toList();
    }

    /** The anchors that GitHub makes of the headings. */
    private static List<String> anchors(Path file) {
        return Documents.read(file)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ +", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsSomewhere(Path document) {
        String text = CODE.matcher(Documents.read(document)).replaceAll("");

        assertThat(LINK.matcher(text).results()).allSatisfy(link -> {
            Path file = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
            assertThat(Files.exists(file)).as(link.group()).isTrue();
            if (link.group(2) != null) {
                assertThat(anchors(file)).as(link.group()).contains(link.group(2));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyDocumentIsReachedFromTheReadme(Path document) {
        String readme = Documents.read(Path.of("README.md"));

        assertThat(document)
                .satisfiesAnyOf(
                        file -> assertThat(file).hasToString("README.md"),
                        file -> assertThat(readme)
                                .contains("](" + file.toString().replace('\\', '/')));
    }
}
