package trro.exporter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import trro.exporter.yaml.ProblemsException;

class QuickStartTest {

    @Test
    void isWhatTheSmallestFileWouldBe() throws ProblemsException {
        ExporterConfig file = ConfigLoader.FORMAT.parse(
                "accounts: [{ projects: [{ id: p1 }, { id: p2 }] }]", Path.of("trro.yml"), Map.of());

        assertThat(QuickStart.of(List.of("p1", "p2"))).isEqualTo(file);
    }

    @Test
    void reportsAllIdsThatCannotBe() {
        assertThatThrownBy(() -> QuickStart.of(List.of("p1", "", "p1", " p2", "p\n3", "p".repeat(129))))
                .isExactlyInstanceOf(ProblemsException.class)
                .hasMessage(String.join(
                        "\n",
                        "--project.id[1]: is empty; give the project id as the TRRO console shows it",
                        "--project.id[2]: \"p1\" is used already at --project.id[0]; list each project once",
                        "--project.id[3]: \" p2\" begins or ends with a space; give the project id as the TRRO console"
                                + " shows it",
                        "--project.id[4]: \"p\\u000A3\" has an invisible or control character; give the project id as the"
                                + " TRRO console shows it",
                        "--project.id[5]: \"" + "p".repeat(60)
                                + "…\" has 129 characters where 128 are the most; give the"
                                + " project id as the TRRO console shows it"));
    }

    @Test
    void takesAnIdOfAsManyCharactersAsDiscoveryDoes() throws ProblemsException {
        String longest = "\ud83d\ude9a".repeat(128);

        assertThat(QuickStart.of(List.of(longest))
                        .accounts()
                        .get(0)
                        .projects()
                        .get(0)
                        .id())
                .isEqualTo(longest);
    }

    @Test
    void needsAProject() {
        assertThatThrownBy(() -> QuickStart.of(List.of()))
                .isExactlyInstanceOf(ProblemsException.class)
                .hasMessage("--project.id: is missing; give the project id as the TRRO console shows it");
    }
}
