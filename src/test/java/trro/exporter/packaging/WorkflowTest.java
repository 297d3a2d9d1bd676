package trro.exporter.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.packaging.Chart.at;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Workflows run nothing that can change under us, with no more rights than they use. */
class WorkflowTest {

    static final Path FOLDER = Path.of(".github", "workflows");

    static List<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<?, ?> yaml(Path file) {
        return (Map<?, ?>)
                Objects.requireNonNull(new Load(LoadSettings.builder().build()).loadFromString(read(file)));
    }

    private static List<Map<?, ?>> jobs(Path workflow) {
        return ((Map<?, ?>) at(yaml(workflow), "jobs"))
                .values().stream().<Map<?, ?>>map(job -> (Map<?, ?>) job).toList();
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void everyActionIsPinnedByAShaThatNamesItsVersion(Path workflow) {
        List<String> uses = Pattern.compile("uses:.*")
                .matcher(read(workflow))
                .results()
                .map(MatchResult::group)
                .toList();

        assertThat(uses)
                .isNotEmpty()
                .allMatch(line -> line.matches("uses: [\\w-]+/[\\w-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+"));
    }

    @Test
    void anActionHasOneVersionEverywhere() throws IOException {
        Set<String> pinned = workflows().stream()
                .flatMap(workflow ->
                        Pattern.compile("uses: (.*)").matcher(read(workflow)).results())
                .map(match -> match.group(1))
                .collect(Collectors.toSet());

        assertThat(pinned.stream().map(action -> action.replaceFirst("@.*", "")))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void theTokenMayOnlyReadUnlessAJobSaysWhatItWrites(Path workflow) {
        Object all = yaml(workflow).get("permissions");
        assertThat(all).isIn(Map.of(), Map.of("contents", "read"));

        String text = read(workflow);
        assertThat(text).doesNotContain("write-all").doesNotContain("pull_request_target");
        assertThat(Pattern.compile("[a-z-]+: write.*").matcher(text).results().map(MatchResult::group))
                .allMatch(line -> line.matches("[a-z-]+: write # .+"));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void everyJobEndsAndLeavesNoTokenBehind(Path workflow) {
        assertThat(jobs(workflow)).isNotEmpty().allSatisfy(job -> {
            assertThat(job.get("timeout-minutes")).isInstanceOf(Integer.class);
            assertThat((List<?>) job.get("steps"))
                    .filteredOn(step -> String.valueOf(at(step, "uses")).startsWith("actions/checkout@"))
                    .allSatisfy(step ->
                            assertThat(at(step, "with/persist-credentials")).isEqualTo(false));
        });
    }

    /** Whoever proposes a change chooses titles and branches: they are data, never part of a script. */
    @ParameterizedTest
    @MethodSource("workflows")
    void noScriptHoldsAnExpressionThatOthersFill(Path workflow) {
        assertThat(jobs(workflow).stream()
                        .flatMap(job -> ((List<?>) job.get("steps")).stream())
                        .map(step -> String.valueOf(at(step, "run"))))
                .allSatisfy(run ->
                        assertThat(run.replace("${{ matrix.command }}", "")).doesNotContain("${{"));
    }

    @Test
    void everySupportedJavaIsTested() {
        assertThat((List<?>) at(yaml(FOLDER.resolve("build.yml")), "jobs/test/strategy/matrix/include"))
                .map(entry -> at(entry, "java"))
                .isEqualTo(List.of(17, 21, 25));
        assertThat(at(yaml(FOLDER.resolve("build.yml")), "jobs/test/strategy/matrix/include/0/command"))
                .isEqualTo("bash .ci/run");
    }

    @Test
    void aReleaseHasAllThatIsPromised() {
        Path release = FOLDER.resolve("release.yml");

        assertThat(at(yaml(release), "jobs/image/steps/5/with"))
                .asString()
                .contains("platforms=linux/amd64,linux/arm64", "sbom=true", "provenance=mode=max", "push=true");
        assertThat(read(release))
                .contains(
                        "-Ppackages package",
                        "trro-exporter.jar",
                        ".tar.gz",
                        ".deb",
                        "trro-exporter-sbom.json",
                        "helm push");
    }

    @Test
    void everyScriptThatIsNamedIsThere() throws IOException {
        assertThat(workflows().stream()
                        .flatMap(workflow -> Pattern.compile("bash ([\\w./-]+)")
                                .matcher(read(workflow))
                                .results())
                        .map(match -> Path.of(match.group(1))))
                .hasSizeGreaterThan(3)
                .allMatch(Files::isRegularFile);
    }

    /** The release names its image in the chart by this line. */
    @Test
    void theChartHasOneLineToNameTheReleasedImageIn() {
        assertThat(read(Chart.FOLDER.resolve("values.yaml")).lines().filter("  repository: trro-exporter"::equals))
                .hasSize(1);
    }

    @Test
    void newVersionsAreProposedWhenTheyAreAWeekOld() {
        Object updates = yaml(Path.of(".github", "dependabot.yml")).get("updates");

        assertThat((List<?>) updates)
                .map(update -> at(update, "package-ecosystem"))
                .isEqualTo(List.of("maven", "github-actions", "docker"));
        assertThat((List<?>) updates)
                .allSatisfy(update -> assertThat((Integer) at(update, "cooldown/default-days"))
                        .isGreaterThanOrEqualTo(7));
    }
}
