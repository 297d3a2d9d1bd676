package trro.exporter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import trro.exporter.yaml.Problem;
import trro.exporter.yaml.ProblemsException;

class ConfigLoaderTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "config");

    /** Rewrites the expected messages when a wording changed; the difference is then for review. */
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "EMPTY",
            "",
            "PROJECT",
            "f3glr49ry0i0xlm7",
            "BAD_DURATION",
            "ten minutes",
            "LONG",
            "x".repeat(3_000),
            "UNREADABLE",
            "truck-\ufffd\ufffd");

    static Stream<String> invalid() throws IOException {
        return names("invalid-", ".yml");
    }

    static Stream<String> valid() throws IOException {
        return names("valid-", ".yml");
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void reportsEachBrokenRuleWithItsExactMessage(String name) throws IOException {
        Path expected = FOLDER.resolve(name.replace(".yml", ".txt"));

        ProblemsException failure = failure(FOLDER.resolve(name));

        String message = String.valueOf(failure.getMessage())
                        .replace(FOLDER.resolve(name).toString(), name) + "\n";
        if (UPDATE) {
            Files.writeString(expected, message);
        }
        assertThat(message).isEqualTo(Files.readString(expected));
    }

    @Test
    void everyExpectedMessageBelongsToAFile() throws IOException {
        assertThat(names("invalid-", ".txt").map(name -> name.replace(".txt", ".yml")))
                .containsExactlyElementsOf(invalid().toList());
    }

    @ParameterizedTest
    @MethodSource("valid")
    void readsEachValidFile(String name) throws ProblemsException {
        assertThat(ConfigLoader.FORMAT.load(FOLDER.resolve(name), ENVIRONMENT).accounts())
                .isNotEmpty();
    }

    @Test
    void carriesEachProblemWithItsPlace() {
        ProblemsException failure = failure(FOLDER.resolve("invalid-everything.yml"));

        Problem first = failure.problems().get(0);
        assertThat(first.path()).isEqualTo("time_zone");
        assertThat(first.line()).hasValue(2);
        assertThat(first.message()).isEqualTo("\"Asia/Shangai\" is not a time zone; did you mean Asia/Shanghai?");
        assertThat(failure.problems().stream()
                        .mapToInt(problem -> problem.line().orElseThrow()))
                .isSorted();
    }

    @Test
    void aMissingFileAFolderAndAnOversizedFileSayWhatToDo(@TempDir Path folder) throws IOException {
        Path large = Files.writeString(folder.resolve("large.yml"), "#".repeat((16 << 20) + 1));
        Path missing = folder.resolve("missing.yml");

        assertThat(failure(missing))
                .hasMessage(missing + ": does not exist; give the path of the configuration file with --config.file");
        assertThat(failure(folder))
                .hasMessage(folder + ": is a folder; give the path of the configuration file with --config.file");
        assertThat(failure(large)).hasMessage(large + ": is larger than 16 MiB; list fewer devices");
    }

    @Test
    void aFileThatCannotBeReadSaysWhy(@TempDir Path folder) throws IOException {
        Path loop = folder.resolve("loop.yml");
        Files.createSymbolicLink(loop, loop);

        assertThat(failure(loop))
                .message()
                .startsWith(loop + ": cannot be read (Too many levels of symbolic links")
                .endsWith("); name a file that the exporter's user may read");
    }

    @Test
    void messagesAreTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));

            assertThat(failure(FOLDER.resolve("invalid-everything.yml")).getMessage())
                    .contains("200", "from 1 to 20", "line 15")
                    .doesNotContainPattern("[\\u0660-\\u0669]");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void bytesThatAreNotUtf8AreReportedWithTheirLine(@TempDir Path folder) throws IOException {
        Path latin1 = folder.resolve("latin1.yml");
        Files.write(latin1, "accounts:\n- name: M\u00fcnchen\n".getBytes(StandardCharsets.ISO_8859_1));
        Path utf16 = folder.resolve("utf16.yml");
        Files.write(utf16, "accounts: []\n".getBytes(StandardCharsets.UTF_16LE));

        assertThat(failure(latin1)).hasMessage(latin1 + ":2: is not valid UTF-8; save the file as UTF-8 text");
        assertThat(failure(utf16))
                .hasMessage(
                        utf16 + ":1: holds the control character U+0000; remove it, or save the file as UTF-8 text");
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsAreNoProblem() throws ProblemsException {
        ExporterConfig config = parse("\uFEFFaccounts:\r\n- projects:\r\n  - id: p\r\n", Map.of());

        assertThat(config.accounts().get(0).projects()).containsExactly(new ProjectConfig("p", List.of()));
    }

    @Test
    void reportsABoundedNumberOfProblemsAndCountsTheRest() {
        StringBuilder text = new StringBuilder("accounts:\n- projects:\n");
        for (int i = 0; i < 1_005; i++) {
            text.append("  - id: same\n");
        }

        ProblemsException failure =
                catchThrowableOfType(ProblemsException.class, () -> parse(text.toString(), Map.of()));

        assertThat(failure.problems()).hasSize(1_001);
        assertThat(failure).hasMessageEndingWith("\ntrro.yml: 4 more problems are not listed; mend these first");
    }

    @Test
    void anchorsThatMultiplyAreStoppedByTheCountOfTheirValues() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            text.append("a%1$d: &a%1$d [%2$s]\n".formatted(i, ("*a" + (i - 1) + ", ").repeat(10)));
        }

        ProblemsException failure =
                catchThrowableOfType(ProblemsException.class, () -> parse(text.toString(), Map.of()));

        assertThat(failure)
                .hasMessage("trro.yml:7: makes more than 2000000 values; list fewer devices or use fewer anchors");
    }

    private static ProblemsException failure(Path file) {
        return catchThrowableOfType(ProblemsException.class, () -> ConfigLoader.FORMAT.load(file, ENVIRONMENT));
    }

    private static ExporterConfig parse(String text, Map<String, String> environment) throws ProblemsException {
        return ConfigLoader.FORMAT.parse(text, Path.of("trro.yml"), environment);
    }

    private static Stream<String> names(String prefix, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix) && name.endsWith(suffix))
                    .sorted()
                    .toList();
            return names.stream();
        }
    }
}
