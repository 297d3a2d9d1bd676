package trro.exporter.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.cli.Main;

/** The figures by which people choose a number of exporters are those of {@code plan}. */
class ReplicasPageTest {

    private static final int PROJECTS = 10;

    private static String plan(Path config, int devices) {
        StringWriter out = new StringWriter();
        Main.run(
                new PrintWriter(out, true),
                new PrintWriter(new StringWriter()),
                "plan",
                "--config.file=" + config,
                "--discovered-projects=" + PROJECTS,
                "--discovered-devices=" + devices / PROJECTS);
        return out.toString();
    }

    @Test
    void everyRowIsWhatPlanSays(@TempDir Path folder) throws Exception {
        Path config = Files.writeString(
                folder.resolve("trro.yml"),
                "accounts: [{ projects: { discover: true, devices: { discover: true } } }]");
        List<MatchResult> rows = Pattern.compile(
                        "^\\| ([\\d,]+) \\| ([\\d,]+) \\| (\\w+) \\| (\\w+), (\\w+).* \\| (\\d+ MB) \\|$",
                        Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("docs", "replicas.md")))
                .results()
                .toList();

        assertThat(rows)
                .hasSize(5)
                .allSatisfy(row -> assertThat(
                                plan(config, Integer.parseInt(row.group(1).replace(",", ""))))
                        .contains("at most " + row.group(2) + " series.")
                        .contains("first full picture after " + row.group(3) + "\n")
                        .containsPattern("of devices( with sessions)? +" + row.group(4) + " ")
                        .containsPattern("of (idle )?devices +" + row.group(5) + " ")
                        .contains("give a container " + row.group(6) + "."));
    }
}
