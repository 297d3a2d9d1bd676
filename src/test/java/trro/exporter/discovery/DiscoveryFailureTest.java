package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.api.TrroAction.DEVICES;
import static trro.exporter.api.TrroAction.LICENSE_STAT;
import static trro.exporter.api.TrroAction.PROJECT_LIST;
import static trro.exporter.api.TrroAction.RECENT_SESSION_LIST;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.support.LoggedLines;

class DiscoveryFailureTest {

    private static final Duration START = Duration.ofSeconds(10);
    private static final Duration A_READING = Duration.ofMinutes(10);

    @AutoClose
    private final LoggedLines log = new LoggedLines(Discovery.class);

    @Test
    void whatAListLastSaidIsKeptWhileItFails() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.everything());
        bench.api.projects("p");
        bench.api.devices("p", "a");
        bench.runFor(START);
        bench.api.projects();
        bench.api.devices("p");
        bench.api.fault = (action, key, page) -> {
            throw FakeLists.failure(Kind.NETWORK, "Network");
        };

        bench.runFor(Duration.ofMinutes(15));

        assertThat(bench.devices("p")).containsExactly("a");
        assertThat(bench.inventories).last().isEqualTo(bench.discovery.inventory());
        bench.api.heal();
        bench.runFor(Duration.ofMinutes(2));
        assertThat(bench.projects()).isEmpty();
    }

    @Test
    void aCallThatIsBrokenOffSinceTheExporterStopsIsNoFailureOfTheList() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf("p"));
        bench.api.fault = (action, key, page) -> {
            throw new InterruptedException("stop");
        };

        bench.runFor(START);

        assertThat(bench.api.asked).isNotEmpty();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aListOfWhichNoRowCanBeReadFailsAndWhatItLastSaidIsKept() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf("p"));
        bench.api.devices("p", "a");
        bench.runFor(START);
        bench.api.unreadable = 1;
        bench.api.devices("p");

        bench.runFor(A_READING);

        assertThat(bench.devices("p")).containsExactly("a");
        assertThat(log.containing("none of its 1 rows could be read")).hasSize(1);
    }

    @Test
    void aDeviceThatIsDeletedBetweenTwoPagesTakesNoOtherAlong() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf("p"));
        String[] ids = InventoryBench.ids("d", 250);
        String[] fewer = Arrays.copyOfRange(ids, 1, ids.length);
        bench.api.devices("p", ids);
        bench.runFor(START);
        bench.api.fault = (action, key, page) -> {
            if (action == DEVICES && page.number() == 2) {
                bench.api.devices("p", fewer); // d200 moves up to this page, which is answered as before
            }
        };

        bench.runFor(A_READING);
        assertThat(bench.devices("p")).hasSize(250).contains("d000", "d200");

        bench.runFor(A_READING.multipliedBy(2)); // the first of them lacks d000 once
        assertThat(bench.devices("p")).containsExactly(fewer);
    }

    @Test
    void aFailureInTheMiddleOfAListLeavesItAsItWasAndItIsBegunAnew() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf("p"));
        bench.api.devices("p", InventoryBench.ids("d", 250));
        bench.runFor(START);
        bench.api.devices("p", InventoryBench.ids("d", 299));
        bench.api.fault = (action, key, page) -> {
            if (action == DEVICES && page.number() == 2) {
                throw FakeLists.failure(Kind.SERVER, "InternalError");
            }
        };
        bench.runFor(A_READING);
        List<Integer> pages = new ArrayList<>();
        bench.api.asked(DEVICES).forEach(call -> pages.add(call.page().number()));

        assertThat(bench.devices("p")).hasSize(250);
        assertThat(pages.subList(0, 7)).containsExactly(1, 2, 3, 1, 2, 1, 2);
        bench.api.heal();
        bench.runFor(Duration.ofMinutes(2));
        assertThat(bench.devices("p")).hasSize(299);
    }

    @Test
    void aSmallerPageThatIsAllowedIsFoundWithoutAlarm() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf("p"));
        bench.api.devices("p", InventoryBench.ids("d", 45));
        bench.api.fault = (action, key, page) -> {
            if (action == DEVICES && page.size() > 20) {
                throw FakeLists.failure(Kind.INVALID_REQUEST, "InvalidParameterValue");
            }
        };

        bench.runFor(START);

        assertThat(bench.devices("p")).hasSize(45);
        assertThat(bench.inventories).hasSize(1);
        assertThat(bench.api.asked(DEVICES))
                .extracting(call -> call.page().size())
                .containsExactly(100, 50, 20, 20, 20);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void oneProjectThatFailsStopsNoOther() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.everything());
        bench.api.projects("bad", "good");
        bench.api.devices("good", "a");
        bench.api.fault = (action, key, page) -> {
            if (key.equals("bad")) {
                throw FakeLists.failure(Kind.NOT_FOUND, "ResourceNotFound");
            }
        };

        bench.runFor(Duration.ofMinutes(5));

        assertThat(bench.devices("good")).containsExactly("a");
        assertThat(bench.api.asked(RECENT_SESSION_LIST, "good")).hasSizeBetween(29, 30);
        assertThat(bench.seen)
                .isNotEmpty()
                .allMatch(sessions -> sessions.projectId().equals("good"));
        assertThat(bench.unknown)
                .hasSize(bench.api.asked(RECENT_SESSION_LIST, "bad").size())
                .containsOnly("bad");
        assertThat(log.containing("list cannot be read"))
                .hasSize(3)
                .allMatch(line -> line.contains("project_id=\"bad\""));
    }

    @Test
    void aListThatFailsIsLoggedOnceAndOnceWhenItIsReadAgain() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf("p"));
        bench.api.fail(DEVICES, Kind.SERVER, "InternalError");
        bench.runFor(Duration.ofMinutes(5));
        bench.api.heal();

        bench.runFor(Duration.ofMinutes(25));

        assertThat(log.lines())
                .hasSize(2)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("WARN list cannot be read; what it last said is kept")
                                .contains("action=\"GetDevices\"", "project_id=\"p\"", "code=\"InternalError\""),
                        line -> assertThat(line).startsWith("INFO list is read again"));
    }

    @Test
    void licencesThatCannotBeReadLeaveTheRestAlone() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.everything());
        bench.api.projects("p");
        bench.api.fail(LICENSE_STAT, Kind.MALFORMED, "Malformed");

        bench.runFor(START);

        assertThat(bench.projects()).containsExactly("p");
        assertThat(bench.discovery.inventory().licenses()).isEmpty();
        assertThat(bench.discovery.reads())
                .extracting(read -> read.action())
                .contains(PROJECT_LIST)
                .doesNotContain(LICENSE_STAT);
    }
}
