package trro.exporter.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class RealComponentsTest {

    @TempDir
    Path folder;

    @Test
    void findsACommandOnThePath() throws Exception {
        Path command = Files.createFile(
                folder.resolve("prometheus"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

        assertThat(components(Map.of("PATH", "/nowhere:" + folder), false, false)
                        .path("prometheus", List.of()))
                .isEqualTo(command);
    }

    @Test
    void saysWhatToInstallWhereItMayNot() {
        assertThatThrownBy(() -> components(Map.of(), false, false).path("promtool", List.of("prometheus")))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage(
                        "promtool is not installed and cannot be installed here (not root): install Debian's package"
                                + " prometheus, or skip tests with real components with -Dreal.components=skip");
        assertThatThrownBy(() -> components(Map.of("PATH", ""), false, true).path("npm", List.of("nodejs", "npm")))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage("npm is not installed and cannot be installed here (no apt-get): install Debian's package"
                        + " nodejs npm, or skip tests with real components with -Dreal.components=skip");
    }

    @Test
    void skipsWhereAskedTo() {
        assertThatThrownBy(() -> components(Map.of(), true, false).path("promtool", List.of("prometheus")))
                .isInstanceOf(TestAbortedException.class)
                .hasMessage("Assumption failed: real.components=skip");
    }

    @Test
    void neverSkipsInContinuousIntegration() {
        assertThatThrownBy(() -> components(Map.of("CI", "true"), true, false).path("promtool", List.of("prometheus")))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageStartingWith("promtool is not installed and cannot be installed here (not root)");
    }

    private static RealComponents components(Map<String, String> environment, boolean skip, boolean root) {
        return new RealComponents(environment, skip, root);
    }
}
