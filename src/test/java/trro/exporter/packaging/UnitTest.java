package trro.exporter.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import trro.exporter.cli.RunCommand;
import trro.exporter.support.FinishedProcess;
import trro.exporter.support.RealComponents;
import trro.exporter.support.Slow;

/** The unit of systemd, by systemd itself. */
@Slow
class UnitTest {

    private static final Path UNIT = Path.of("src", "packaging", "trro-exporter.service");

    private static List<String> values(String key) throws IOException {
        return Files.readString(UNIT)
                .lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .toList();
    }

    @Test
    void systemdFindsTheServiceWellProtected() throws Exception {
        FinishedProcess security = FinishedProcess.run(
                RealComponents.require("systemd-analyze", "systemd"),
                "security",
                "--offline=true",
                "--threshold=15",
                UNIT.toString());

        assertThat(security.exitCode()).as(security.output()).isZero();
        assertThat(Files.readString(Path.of("docs", "install.md")))
                .contains(security.output().replaceFirst("(?s).*exposure level for \\S+: ([\\d.]+).*", "says $1,"));
    }

    @Test
    void itsCommandIsOneThatIsUnderstood() throws Exception {
        String[] command = values("ExecStart").get(0).split(" ", -1);

        assertThat(command[0]).isEqualTo("/usr/bin/trro-exporter");
        assertThat(command[2]).isEqualTo("$ARGS");
        new CommandLine(new RunCommand().spec()).parseArgs(command[1]);
        assertThat(values("ExecReload")).containsExactly("kill -HUP $MAINPID");
        assertThat(values("Type")).containsExactly("exec");
    }
}
