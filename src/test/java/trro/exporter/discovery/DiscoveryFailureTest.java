package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.api.TrroAction.DEVICES;
import static trro.exporter.api.TrroAction.DEVICE_LIST;
import static trro.exporter.api.TrroAction.LICENSE_STAT;
import static trro.exporter.api.TrroAction.PROJECT_LIST;
import static trro.exporter.api.TrroAction.RECENT_SESSION_LIST;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.model.Device;
import trro.exporter.model.IdFilter;

class DiscoveryFailureTest {

    private static final Duration START = Duration.ofSeconds(10);
    private static final Duration A_READING = Duration.ofMinutes(10);

    private final LoggedLines log = new LoggedLines();

    @AfterEach
    void stopListening() {
        log.close();
    }

    private static String[] ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "d" + (1000 + i)).toArray(String[]::new);
    }

    @Test
    void whatAListLastSaidIsKeptWhileItFails() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.everything());
        bench.api.projects("p");
        bench.api.devices("p", "a");
        bench.runFor(START);
        bench.api.projects();
        bench.api.devices("p");
        bench.api.trouble = (action, key, page) -> {
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
    void aFailureInTheMiddleOfAListLeavesItAsItWasAndItIsBegunAnew() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf("p"));
        bench.api.devices("p", ids(250));
        bench.runFor(START);
        bench.api.devices("p", ids(299));
        bench.api.trouble = (action, key, page) -> {
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
        bench.api.devices("p", ids(45));
        bench.api.trouble = (action, key, page) -> {
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
        bench.api.trouble = (action, key, page) -> {
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

    @ParameterizedTest
    @ValueSource(strings = {"InvalidAction", "UnsupportedOperation", "ActionOffline", "NoSuchVersion"})
    void anActionThatTheSiteLacksIsNotAskedAgainForHoursAndHoldsUpNothing(String code) {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf("p", "q"));
        bench.api.devices("p", "a");
        bench.api.fail(DEVICE_LIST, Kind.INVALID_REQUEST, code);

        bench.runFor(START);
        assertThat(bench.devices("p")).containsExactly("a");
        bench.time.advance(Duration.ofMinutes(350));
        bench.runFor(Duration.ofMinutes(5));

        assertThat(bench.api.asked(DEVICE_LIST)).hasSize(1);
        assertThat(bench.api.asked(DEVICES, "p")).hasSize(2);
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("INFO this site does not have the action; discovery goes on without it");
        bench.runFor(Duration.ofMinutes(6));
        assertThat(bench.api.asked(DEVICE_LIST)).hasSize(2);
    }

    @Test
    void anActionThatTheKeyMayNotCallIsAskedForRarelyAndHoldsUpNothing() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.everything());
        bench.api.projects("p", "q", "r");
        bench.api.devices("p", "a");
        bench.api.fail(RECENT_SESSION_LIST, Kind.UNAUTHORIZED, "UnauthorizedOperation");

        bench.runFor(Duration.ofMinutes(15));

        assertThat(bench.devices("p")).containsExactly("a");
        assertThat(bench.api.asked(RECENT_SESSION_LIST))
                .extracting(call -> call.at().toMinutes())
                .containsExactly(0L, 1L, 3L, 7L);
        assertThat(bench.unknown).contains("p", "q", "r");
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARN the key may not call the action; discovery goes on without it");
        bench.api.heal();
        bench.runFor(Duration.ofMinutes(2));
        assertThat(bench.seen).extracting(SessionsSeen::projectId).contains("p", "q", "r");
    }

    @Test
    void whoIsKeptIsDecidedOnceEveryListWasTried() {
        DiscoveryPlan.Project two =
                new DiscoveryPlan.Project("p", List.of(), Optional.of(new IdFilter(List.of(), List.of(), 2)));
        DiscoveryBench bench = new DiscoveryBench(new DiscoveryPlan(List.of(two), Optional.empty(), false, false, 10));
        bench.api.devices("p", ids(150));
        bench.api.listed.put("p", List.of(Device.named("a"), Device.named("b")));
        bench.api.trouble = (action, key, page) -> {
            if (action == DEVICE_LIST) {
                bench.time.sleep(Duration.ofSeconds(30)); // much slower than the others
            }
        };

        bench.runFor(Duration.ofMinutes(1));

        assertThat(bench.inventories).hasSize(1);
        assertThat(bench.devices("p")).containsExactly("a", "b");
        assertThat(log.containing("are dropped"))
                .singleElement()
                .asString()
                .startsWith("WARN devices are dropped")
                .contains("project_id=\"p\"", "polled=\"2\"", "dropped=\"150\"");
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
