package trro.exporter.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.support.NodePackages;
import trro.exporter.support.Slow;

/** Dashboards have only keys and values that Grafana knows, by the types of Grafana's own foundation SDK. */
@Slow
class DashboardTypesTest {

    private static final Path SCRIPT = Path.of("src", "test", "resources", "grafana", "types.cjs");

    private static String problems(Stream<Path> files) throws IOException, InterruptedException {
        return NodePackages.installed(
                        "grafana-types",
                        "@grafana/grafana-foundation-sdk@11.6.0-cogv0.0.x.1769699379",
                        "typescript@5.9.3")
                .run(
                        SCRIPT.toAbsolutePath(),
                        SCRIPT,
                        files.map(file -> file.toAbsolutePath().toString()));
    }

    @Test
    void everyKeyIsOneThatGrafanaKnows() throws Exception {
        assertThat(problems(Dashboard.all().map(dashboard -> Dashboard.FOLDER.resolve(dashboard.file()))))
                .isEmpty();
    }

    @Test
    void aMisspeltKeyIsFound(@TempDir Path folder) throws Exception {
        String fleet = Files.readString(Dashboard.FOLDER.resolve("fleet.json"));
        Path misspelt = Files.writeString(
                folder.resolve("misspelt.json"),
                fleet.replaceFirst("\"noValue\"", "\"noVale\"")
                        .replaceFirst("\"graphMode\": \"none\"", "\"graphMode\": \"non\""));

        assertThat(problems(Stream.of(misspelt)).lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("misspelt.json, panel \"Sessions this hour\": ")
                        .contains("noVale"))
                .anySatisfy(
                        line -> assertThat(line)
                                .startsWith(
                                        "misspelt.json, panel \"Sessions this hour\", options: Type '\"non\"' is not assignable"));
    }
}
