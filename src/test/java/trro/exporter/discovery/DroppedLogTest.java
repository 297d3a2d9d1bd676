package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.ProjectInventory;
import trro.exporter.support.LoggedLines;

class DroppedLogTest {

    private static final String ADVICE =
            " are dropped, since there are more than max or than the account's targets allow; exclude some or raise max";

    @AutoClose
    private final LoggedLines log = new LoggedLines(Discovery.class);

    private static AccountInventory inventory(int droppedProjects, ProjectInventory... projects) {
        return new AccountInventory(Stream.of(projects).toList(), droppedProjects, Optional.empty());
    }

    private static ProjectInventory project(String id, int dropped) {
        return new ProjectInventory(id, Optional.empty(), List.of(), 0, dropped);
    }

    @Test
    void eachChangeOfANumberIsALine() {
        DroppedLog.log(inventory(0), inventory(2, project("p", 3), project("q", 0)));

        assertThat(log.lines())
                .containsExactly(
                        "WARN projects" + ADVICE + " project_id=\"\" polled=\"2\" dropped=\"2\"",
                        "WARN devices" + ADVICE + " project_id=\"p\" polled=\"0\" dropped=\"3\"");
    }

    @Test
    void whatStaysDroppedIsNotRepeated() {
        DroppedLog.log(inventory(2, project("p", 3)), inventory(2, project("p", 3), project("q", 0)));

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void thatNothingIsDroppedAnyMoreIsTold() {
        DroppedLog.log(inventory(0, project("p", 3)), inventory(0, project("p", 0)));

        assertThat(log.lines())
                .containsExactly("INFO devices are polled without exception again project_id=\"p\" polled=\"0\""
                        + " dropped=\"0\"");
    }
}
