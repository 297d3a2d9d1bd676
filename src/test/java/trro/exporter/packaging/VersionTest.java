package trro.exporter.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The version is pom.xml's; wherever else it has to be written, it is the same. DockerfileTest has the image's. */
class VersionTest {

    private static final Pattern NAMED = Pattern.compile(
            "(?:trro-exporter[-_:]|trro-exporter \\(|--version |^version: |^appVersion: \")(\\d+\\.\\d+\\.\\d+)",
            Pattern.MULTILINE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "docs/install.md",
                "charts/trro-exporter/README.md",
                "charts/trro-exporter/Chart.yaml",
                "src/packaging/deb/changelog"
            })
    void theVersionThatIsNamedIsThatOfThePom(Path file) throws IOException {
        assertThat(NAMED.matcher(Files.readString(file)).results().map(match -> match.group(1)))
                .isNotEmpty()
                .containsOnly(ProjectVersion.ofThePom());
    }

    @Test
    void theChartInstallsTheImageOfItsVersion() {
        assertThat(Chart.at(Chart.only(Chart.rendered("{}"), "Deployment"), "spec/template/spec/containers/0/image"))
                .isEqualTo("trro-exporter:" + ProjectVersion.ofThePom());
    }
}
