package trro.exporter.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import trro.exporter.cli.DemoCommand;
import trro.exporter.cli.OperatorMistake;
import trro.exporter.cli.RunCommand;
import trro.exporter.cli.WebOptions;

/** What of the image can be checked without building it. */
class DockerfileTest {

    /** A line with its comment lines left out and its continuation lines joined. */
    private record Instruction(String name, String text) {

        /** The strings of the exec form, such as {@code ["java", "-jar"]}. */
        List<String> exec() {
            assertThat(text).as(name + " has the exec form").startsWith("[").endsWith("]");
            return Pattern.compile("\"([^\"]*)\"")
                    .matcher(text)
                    .results()
                    .map(match -> match.group(1))
                    .toList();
        }
    }

    private final List<Instruction> instructions = instructions();

    private static List<Instruction> instructions() {
        String text = read(Path.of("Dockerfile"))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.joining("\n"))
                .replaceAll("\\\\\n *", "");
        return text.lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.split(" ", 2))
                .map(words -> new Instruction(words[0], words[1]))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Stream<String> all(String name) {
        return instructions.stream()
                .filter(instruction -> instruction.name().equals(name))
                .map(Instruction::text);
    }

    private Instruction only(String name) {
        List<Instruction> found = instructions.stream()
                .filter(instruction -> instruction.name().equals(name))
                .toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    private static String firstWord(String text) {
        return text.substring(0, (text + " ").indexOf(' '));
    }

    @Test
    void namesAnExactVersionOfEveryImageItStartsFrom() {
        Set<String> stages = all("FROM")
                .filter(from -> from.contains(" AS "))
                .map(from -> from.replaceAll(".* AS ", ""))
                .collect(Collectors.toSet());

        List<String> images = all("FROM")
                .map(DockerfileTest::firstWord)
                .filter(image -> !stages.contains(image))
                .toList();

        assertThat(images).hasSize(3).allMatch(image -> image.matches("[a-z-]+:\\d+\\.\\d+[.\\d]*([_-][\\w.-]+)?"));
    }

    @Test
    void runsAsANumberedUserWhoIsNotRoot() {
        assertThat(only("USER").text()).matches("[1-9]\\d*:[1-9]\\d*");
        assertThat(instructions.lastIndexOf(only("USER")))
                .as("USER stands in the last stage")
                .isGreaterThan(
                        instructions.stream().map(Instruction::name).toList().lastIndexOf("FROM"));
    }

    @Test
    void letsSigtermReachJava() {
        assertThat(only("ENTRYPOINT").exec().get(0)).isEqualTo("java");
    }

    @Test
    void provesTheCacheOfTheVeryCommandThatIsRun() {
        List<String> entrypoint = only("ENTRYPOINT").exec();
        List<String> proof = Stream.of(
                        Stream.of("java", "-XX:AOTMode=on"), entrypoint.stream().skip(1), Stream.of("--version"))
                .flatMap(words -> words)
                .toList();

        assertThat(all("RUN").map(run -> new Instruction("RUN", run)))
                .anySatisfy(run -> assertThat(run.exec()).isEqualTo(proof));
    }

    @Test
    void givesOnlyArgumentsThatAreUnderstood() {
        Matcher training = Pattern.compile("trro-exporter\\.jar demo ([^&;]*) &")
                .matcher(all("RUN").collect(Collectors.joining("\n")));
        assertThat(training.find()).isTrue();

        assertThatCode(() -> new CommandLine(new RunCommand().spec())
                        .parseArgs(only("CMD").exec().toArray(String[]::new)))
                .doesNotThrowAnyException();
        assertThatCode(() -> new CommandLine(new DemoCommand().spec()).parseArgs(training.group(1)))
                .doesNotThrowAnyException();
    }

    @Test
    void exposesAndProbesThePortThatIsServedByDefault() throws OperatorMistake {
        WebOptions defaults = new WebOptions();
        new CommandLine(defaults.spec()).parseArgs();

        int port = defaults.settings().listenAddresses().get(0).port();

        assertThat(only("EXPOSE").text()).isEqualTo(Integer.toString(port));
        assertThat(only("HEALTHCHECK").text()).contains("/dev/tcp/127.0.0.1/" + port + " ", "GET /-/healthy ");
    }

    @Test
    void isLabelledWithTheVersionOfThePom() {
        Matcher pom = Pattern.compile("<artifactId>trro-exporter</artifactId>\\s*<version>([^<]*)</version>")
                .matcher(read(Path.of("pom.xml")));
        assertThat(pom.find()).isTrue();

        assertThat(only("LABEL").text()).contains("org.opencontainers.image.version=\"" + pom.group(1) + "\"");
    }

    @Test
    void copiesOnlyWhatTheBuildContextHolds() {
        List<String> context = read(Path.of(".dockerignore"))
                .lines()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();

        assertThat(all("ADD")).isEmpty();
        assertThat(all("COPY").filter(copy -> !copy.startsWith("--from")).map(DockerfileTest::firstWord))
                .containsAll(context)
                .allMatch(source ->
                        context.stream().anyMatch(held -> Path.of(source).startsWith(held)))
                .allMatch(source -> Files.exists(Path.of(source)));
    }
}
