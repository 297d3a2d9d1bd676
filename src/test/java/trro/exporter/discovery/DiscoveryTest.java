package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.api.TrroAction.DEVICES;
import static trro.exporter.api.TrroAction.DEVICE_LIST;
import static trro.exporter.api.TrroAction.LICENSE_STAT;
import static trro.exporter.api.TrroAction.PROJECT_LIST;
import static trro.exporter.api.TrroAction.RECENT_SESSION_LIST;
import static trro.exporter.api.TrroAction.SESSION_STATISTICS_BY_INTERVAL;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.ListAction;
import trro.exporter.api.RecentSession;
import trro.exporter.api.TrroAction;
import trro.exporter.model.Device;
import trro.exporter.model.DeviceType;

class DiscoveryTest {

    private static final Duration START = Duration.ofSeconds(10);
    private static final Instant NOW = Instant.parse("2026-11-22T08:20:00Z");

    @Test
    void findsProjectsTheirDevicesAndTheLicences() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.everything());
        bench.api.licenses = List.of(FakeLists.LICENSES);
        bench.api.projects("p", "q");
        bench.api.devices("p", "licensed");
        bench.api.listed.put(
                "p",
                List.of(new Device(
                        "registered", Optional.of("Truck"), Optional.of(DeviceType.FIELD), Optional.empty())));
        bench.api.sessions("p", NOW, "seen");
        bench.api.devices("q", "b");

        bench.runFor(START);

        assertThat(bench.projects()).containsExactly("p", "q");
        assertThat(bench.devices("p")).containsExactly("licensed", "registered", "seen");
        assertThat(bench.devices("q")).containsExactly("b");
        assertThat(bench.discovery.inventory().licenses()).contains(FakeLists.LICENSES);
        assertThat(bench.inventories).last().isEqualTo(bench.discovery.inventory());
        assertThat(bench.discovery.loops().keySet())
                .as("every list, also one that is new")
                .isEqualTo(EnumSet.complementOf(EnumSet.of(SESSION_STATISTICS_BY_INTERVAL)));
    }

    @Test
    void onlyWhatIsWantedIsAskedFor() {
        DiscoveryPlan.Project named = new DiscoveryPlan.Project("p", List.of("a"), Optional.empty());
        DiscoveryPlan.Project withoutDevices = new DiscoveryPlan.Project("q", List.of(), Optional.empty());
        DiscoveryBench bench =
                new DiscoveryBench(new DiscoveryPlan(List.of(named, withoutDevices), Optional.empty(), true, 10));
        bench.api.sessions("p", NOW, "a", "stranger");

        bench.runFor(START);

        assertThat(bench.discovery.loops()).containsOnlyKeys(RECENT_SESSION_LIST);
        assertThat(bench.api.asked).isNotEmpty().allMatch(call -> call.key().equals("p"));
        assertThat(bench.devices("p")).containsExactly("a");
        assertThat(bench.seen)
                .allSatisfy(sessions -> assertThat(sessions.latestUpdates()).containsOnlyKeys("a", "stranger"));
    }

    @Test
    void aListOfManyPagesCountsAsAWhole() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf("p"));
        String[] ids = IntStream.range(0, 250).mapToObj(i -> "d" + (1000 + i)).toArray(String[]::new);
        bench.api.devices("p", ids);

        bench.runFor(START);

        assertThat(bench.devices("p")).containsExactly(ids);
        assertThat(bench.api.asked(DEVICES))
                .extracting(call -> call.page().number())
                .containsExactly(1, 2, 3);
        assertThat(bench.inventories).hasSize(1);
    }

    @Test
    void listsAreReadEveryTenMinutesAndRecentSessionsEveryTenSecondsOfEachProject() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.everything());
        bench.api.projects("p", "q");

        bench.runFor(Duration.ofMinutes(10).minusSeconds(1));

        for (TrroAction action : List.of(PROJECT_LIST, LICENSE_STAT)) {
            assertThat(bench.api.asked(action)).hasSize(1);
        }
        assertThat(bench.api.asked(DEVICES, "q")).hasSize(1);
        assertThat(bench.api.asked(RECENT_SESSION_LIST, "p")).hasSizeBetween(59, 60);
        assertThat(bench.api.asked(RECENT_SESSION_LIST, "q")).hasSizeBetween(59, 60);
        bench.runFor(Duration.ofSeconds(5));
        assertThat(bench.api.asked(PROJECT_LIST)).hasSize(2);
    }

    @Test
    void theLatestSignOfASessionOnEitherSideIsTold() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.everything());
        bench.api.projects("p");
        bench.api.sessions("p", NOW.minusSeconds(60), "a", "b");
        List<RecentSession> rows = new ArrayList<>(bench.api.sessions.getOrDefault("p", List.of()));
        rows.add(0, new RecentSession(Optional.of("a"), Optional.of("cockpit"), NOW, NOW));
        bench.api.sessions.put("p", rows);

        bench.runFor(START);

        assertThat(bench.seen).first().satisfies(sessions -> {
            assertThat(sessions.projectId()).isEqualTo("p");
            assertThat(sessions.latestUpdates()).isEqualTo(Map.of("a", NOW, "b", NOW.minusSeconds(60), "cockpit", NOW));
            assertThat(sessions.askedAt().instant())
                    .isEqualTo(NOW.plusNanos(sessions.askedAt().nanos()));
        });
    }

    @Test
    void aProjectThatIsGoneIsAskedForNothingMoreAndItsReadingsAreForgotten() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.everything());
        bench.api.projects("p", "q");
        bench.runFor(START);

        bench.api.projects("q");
        bench.runFor(Duration.ofMinutes(10));
        int callsUntilGone = bench.api.asked(RECENT_SESSION_LIST, "p").size();
        bench.runFor(Duration.ofMinutes(10));

        assertThat(bench.projects()).containsExactly("q");
        assertThat(bench.api.asked(RECENT_SESSION_LIST, "p")).hasSize(callsUntilGone);
        assertThat(bench.discovery.reads())
                .extracting(ListAction.Read::projectId)
                .doesNotContain(Optional.of("p"));
    }

    @Test
    void tellsWhenEachListWasReadAsAWhole() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.everything());
        bench.api.projects("p");
        bench.api.fail(DEVICE_LIST, Kind.SERVER, "InternalError");

        bench.runFor(START);

        assertThat(bench.discovery.reads())
                .extracting(read -> read.action() + read.projectId().orElse(""))
                .containsExactlyInAnyOrder("PROJECT_LIST", "LICENSE_STAT", "DEVICESp", "RECENT_SESSION_LISTp");
        assertThat(bench.discovery.reads())
                .allSatisfy(read -> assertThat(read.at()).isBetween(NOW.plusSeconds(1), NOW.plus(START)));
    }

    @Test
    void aDeviceThatOnlySessionsNameIsForgottenAWeekLater() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf("p"));
        bench.api.sessions("p", NOW, "a");
        bench.runFor(START);
        bench.api.sessions("p", NOW);

        bench.time.advance(Duration.ofDays(7).minus(START.multipliedBy(2)));
        bench.runFor(START);
        assertThat(bench.devices("p")).containsExactly("a");
        bench.time.advance(Duration.ofMinutes(10));
        bench.runFor(START);

        assertThat(bench.devices("p")).isEmpty();
    }
}
