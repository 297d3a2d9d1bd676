package trro.exporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.support.Golden;

class HelpTest {

    private final StringWriter out = new StringWriter();

    private String help(String... args) {
        PrintWriter writer = new PrintWriter(out, true);
        assertThat(Main.run(writer, writer, args)).isZero();
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    @Test
    void theProgramNamesItsCommands() throws Exception {
        String help = help("--help");

        Golden.assertEquals("help/trro-exporter.txt", help);
        List<String> listed = Pattern.compile("^  (\\w+)  ", Pattern.MULTILINE)
                .matcher(help.substring(help.indexOf("Commands:")))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(help).contains("[" + String.join(" | ", listed) + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check", "plan", "backfill", "demo", "simulate"})
    void eachCommandNamesItsOptions(String command) throws Exception {
        Golden.assertEquals("help/" + command + ".txt", help(command, "--help"));
    }
}
