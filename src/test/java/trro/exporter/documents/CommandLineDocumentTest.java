package trro.exporter.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.documents.Documents.blocks;
import static trro.exporter.documents.Documents.found;
import static trro.exporter.documents.Documents.read;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import trro.exporter.cli.Main;

/** The documents tell options, their defaults, paths and output as the program does. */
class CommandLineDocumentTest {

    private static final Set<String> OPTIONS_OF_OTHERS = Set.of(
            "--cap-drop",
            "--format",
            "--inetd",
            "--jq",
            "--json",
            "--listen",
            "--max-block-duration",
            "--memory",
            "--name",
            "--no-healthcheck",
            "--now",
            "--read-only",
            "--repo",
            "--rm",
            "--security-opt",
            "--set",
            "--set-file",
            "--storage.tsdb.retention.time",
            "--web.enable-remote-write-receiver");

    /** The options of every command with their defaults, none where there is none; as the commands' own help tells. */
    private static Map<String, Optional<String>> options() {
        Map<String, Optional<String>> options = new TreeMap<>();
        for (String command : List.of("run", "check", "plan", "backfill", "demo", "simulate")) {
            String help = run(command, "--help");
            for (String option : help.split("\n {2}(?:-\\w,| {3}) (?=--)", -1)) {
                Matcher name = Pattern.compile("--[a-z][a-z.-]+").matcher(option);
                if (name.lookingAt()) {
                    Matcher value = Pattern.compile("Default:\\s+(\\S+)").matcher(option);
                    options.put(name.group(), value.find() ? Optional.of(value.group(1)) : Optional.empty());
                }
            }
        }
        return options;
    }

    /** A command can be pasted as it stands: nobody's name has to be put in, and what it uses was set before. */
    @ParameterizedTest
    @MethodSource("trro.exporter.documents.Documents#all")
    void commandsSetTheVariablesThatTheyUse(Path file) {
        String commands = String.join("\n", blocks(file, "sh"));

        assertThat(found("\\$\\{?([a-z]\\w*)", commands))
                .isSubsetOf(found("(?m)(?:^|\\W)([a-z]\\w*)(?:=| in )", commands));
        assertThat(commands).doesNotContainPattern("(?<![$\\w])[A-Z]+/\\w");
    }

    /** What a command prints to either stream. */
    private static String run(String... args) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text, true);
        Main.run(out, out, args);
        return text.toString();
    }

    @Test
    void theSmallestConfigurationIsFine(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("trro.yml"), blocks(Documents.README, "yaml").get(0));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        int exitCode =
                Main.run(new PrintWriter(out, true), new PrintWriter(err, true), "check", "--config.file=" + file);

        assertThat(err.toString()).isEmpty();
        assertThat(exitCode).isZero();
    }

    @Test
    void thePlanIsWhatTheCommandPrints(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("trro.yml"), "accounts: [{ projects: discover }]\n");
        String block = blocks(Documents.BUDGET, "console").get(0);
        String command = block.lines().findFirst().orElseThrow();
        String args = command.replace("$ trro-exporter ", "").replace("=trro.yml", "=" + file);

        assertThat(block).isEqualToNormalizingNewlines(command + "\n" + run(args.split(" ")));
    }

    @ParameterizedTest
    @MethodSource("trro.exporter.documents.Documents#all")
    void everyOptionThatIsNamedExists(Path file) {
        assertThat(found("(?<![\\w-])--[a-z][a-z.-]+", read(file)))
                .isSubsetOf(Stream.of(options().keySet(), OPTIONS_OF_OTHERS)
                        .flatMap(Set::stream)
                        .toList());
    }

    @Test
    void everyOptionStandsInTheReadmeWithItsDefault() {
        String readme = read(Documents.README);

        assertThat(options()).containsKeys("--config.file", "--seed").allSatisfy((name, value) -> {
            String text = name + value.map("="::concat).orElse("");
            assertThat(readme).containsPattern(Pattern.quote(text) + "(?![\\w.-])");
        });
    }

    @Test
    void everyPathStandsInTheReadme() {
        String routes = read(Documents.SOURCES.resolve(Path.of("web", "Routes.java")));

        assertThat(found("static final String (?!STYLE)\\w+ = \"(/[^\"]*)\";", routes))
                .contains("/", "/config")
                .allSatisfy(path -> assertThat(read(Documents.README)).contains("\n| `" + path + "` | "));
    }
}
