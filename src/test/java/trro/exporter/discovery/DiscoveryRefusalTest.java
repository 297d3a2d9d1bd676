package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.api.TrroAction.DEVICES;
import static trro.exporter.api.TrroAction.DEVICE_LIST;
import static trro.exporter.api.TrroAction.RECENT_SESSION_LIST;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.RecentSessions;
import trro.exporter.model.Device;
import trro.exporter.model.IdFilter;
import trro.exporter.support.LoggedLines;

class DiscoveryRefusalTest {

    private static final Duration START = Duration.ofSeconds(10);

    @AutoClose
    private final LoggedLines log = new LoggedLines(Discovery.class);

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
                .startsWith("INFO this site does not have the action; discovery goes on without it")
                .as("no next step where there is nothing to do")
                .doesNotContain("error=");
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
                .startsWith("WARN the key is refused the action; discovery goes on without it");
        bench.api.heal();
        bench.runFor(Duration.ofMinutes(2));
        assertThat(bench.seen).extracting(RecentSessions::projectId).contains("p", "q", "r");
    }

    @Test
    void aProjectThatTheKeyMayNotReadHoldsUpNoOther() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.everything());
        bench.api.projects("p", "q");
        bench.runFor(START);
        bench.unknown.clear();
        bench.api.fault = (action, key, page) -> {
            if (action == RECENT_SESSION_LIST && key.equals("p")) {
                throw FakeLists.failure(Kind.UNAUTHORIZED, "UnauthorizedOperation");
            }
        };
        int before = bench.api.asked(RECENT_SESSION_LIST, "q").size();

        bench.runFor(Duration.ofMinutes(5));

        assertThat(bench.api.asked(RECENT_SESSION_LIST, "q").size() - before).isBetween(29, 31);
        assertThat(bench.unknown).isNotEmpty().containsOnly("p");
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARN list cannot be read")
                .contains("project_id=\"p\"", "UnauthorizedOperation");
    }

    @Test
    void devicesStayWhileAnActionThatWasRefusedIsReadAgain() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf("p", "q", "r"));
        bench.api.devices("p", "a");
        bench.api.devices("q", "b");
        bench.api.devices("r", "c");
        bench.api.listed.put("q", List.of(Device.named("d")));
        bench.api.fail(DEVICE_LIST, Kind.UNAUTHORIZED, "UnauthorizedOperation");
        bench.runFor(Duration.ofMinutes(15));
        int inventories = bench.inventories.size();
        bench.api.heal();

        bench.runFor(Duration.ofMinutes(15));

        assertThat(bench.devices("q")).containsExactly("b", "d");
        assertThat(bench.inventories.subList(inventories, bench.inventories.size()))
                .isNotEmpty()
                .allSatisfy(inventory -> assertThat(inventory.projects())
                        .noneMatch(project -> project.devices().isEmpty()));
    }

    @Test
    void whoIsKeptIsDecidedOnceEveryListWasTried() {
        DiscoveryPlan.Project two =
                new DiscoveryPlan.Project("p", List.of(), Optional.of(new IdFilter(List.of(), List.of(), 2)));
        DiscoveryBench bench = new DiscoveryBench(new DiscoveryPlan(List.of(two), Optional.empty(), false, 10));
        bench.api.devices("p", InventoryBench.ids("d", 150));
        bench.api.listed.put("p", List.of(Device.named("a"), Device.named("b")));
        bench.api.fault = (action, key, page) -> {
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
}
