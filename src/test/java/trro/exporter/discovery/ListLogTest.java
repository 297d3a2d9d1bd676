package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ApiException;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.TrroAction;
import trro.exporter.support.LoggedLines;

class ListLogTest {

    private final ApiException broken = FakeLists.failure(Kind.SERVER, "InternalError");

    @AutoClose
    private final LoggedLines log = new LoggedLines(Discovery.class);

    private final ListLog lists = new ListLog(TrroAction.DEVICES);

    @Test
    void oneLineForEachChangeOfEachProjectAndNoneForRepetitions() {
        lists.failed("p", broken);
        lists.failed("p", broken);
        lists.failed("q", broken);
        lists.read("p", 0);
        lists.read("p", 0);

        assertThat(log.lines())
                .containsExactly(
                        "WARN list cannot be read; what it last said is kept action=\"GetDevices\" project_id=\"p\""
                                + " code=\"InternalError\" request_id=\"request-2\""
                                + " error=\"InternalError from the test\"",
                        "WARN list cannot be read; what it last said is kept action=\"GetDevices\" project_id=\"q\""
                                + " code=\"InternalError\" request_id=\"request-2\""
                                + " error=\"InternalError from the test\"",
                        "INFO list is read again action=\"GetDevices\" project_id=\"p\"");
    }

    @Test
    void aProjectThatComesBackBeginsAnew() {
        lists.failed("p", broken);

        lists.keep(Set.of());
        lists.read("p", 0);

        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void anActionThatIsRefusedIsToldOnceUntilItIsReadAgain() {
        lists.refused(broken, ListLog.Refusal.ABSENT);
        lists.refused(broken, ListLog.Refusal.ABSENT);
        lists.read("p", 0);
        lists.refused(broken, ListLog.Refusal.FORBIDDEN);

        assertThat(log.lines())
                .extracting(line -> line.substring(0, line.indexOf(" action")))
                .containsExactly(
                        "INFO this site does not have the", "INFO list is read again", "WARN the key is refused the");
    }

    @Test
    void rowsThatCannotBeReadAreToldOnceUntilThereAreNone() {
        lists.read("p", 2);
        lists.read("p", 3);
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARN rows of the list cannot be read")
                .contains("project_id=\"p\"", "rows=\"2\"");

        lists.read("p", 0);
        lists.read("p", 1);
        assertThat(log.lines()).hasSize(2);
    }
}
