package trro.exporter.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The documents of this project, as its tests read them. */
final class Documents {

    static final Path README = Path.of("README.md");
    static final Path CONTRIBUTING = Path.of("CONTRIBUTING.md");
    static final Path METRICS = Path.of("docs", "metrics.md");
    static final Path CONFIGURATION = Path.of("docs", "configuration.md");
    static final Path BUDGET = Path.of("docs", "budget-and-freshness.md");
    static final Path DEVELOPMENT = Path.of("docs", "development.md");
    static final Path SOURCES = Path.of("src", "main", "java", "trro", "exporter");

    private Documents() {}

    /** All documents for people, but the runbook, whose names are those of the rules. */
    static List<Path> all() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            return Stream.concat(Stream.of(README, Path.of("CHANGELOG.md"), CONTRIBUTING), docs.sorted())
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What the last group of a pattern finds, each once; the whole match where it has no group. */
    static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(match -> match.group(match.groupCount()))
                .distinct()
                .toList();
    }

    /** The text of every fenced block of this language. */
    static List<String> blocks(Path file, String language) {
        return found("```" + language + "\n(.*?)```", read(file));
    }
}
