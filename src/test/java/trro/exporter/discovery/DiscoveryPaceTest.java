package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.api.TrroAction.DEVICES;
import static trro.exporter.api.TrroAction.DEVICE_LIST;
import static trro.exporter.api.TrroAction.PROJECT_LIST;
import static trro.exporter.api.TrroAction.RECENT_SESSION_LIST;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.TrroAction;
import trro.exporter.model.Device;
import trro.exporter.pacing.Permit;
import trro.exporter.support.LoggedLines;

class DiscoveryPaceTest {

    private static final List<TrroAction> OF_PROJECTS = List.of(DEVICES, DEVICE_LIST, RECENT_SESSION_LIST);

    private static final Duration START = Duration.ofSeconds(10);
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    private static String[] projects(int count) {
        return IntStream.range(0, count).mapToObj(i -> "p" + (100 + i)).toArray(String[]::new);
    }

    private static int mostInAnySecond(List<FakeLists.Asked> calls) {
        int most = 0;
        for (FakeLists.Asked first : calls) {
            long within = calls.stream()
                    .map(call -> call.at().minus(first.at()))
                    .filter(after -> !after.isNegative() && after.compareTo(ONE_SECOND) < 0)
                    .count();
            most = Math.max(most, (int) within);
        }
        return most;
    }

    @Test
    void eachActionIsPacedByALimiterOfItsOwn() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf(projects(60)), 5);

        bench.runFor(START);

        assertThat(bench.limiters).containsOnlyKeys(bench.discovery.loops().keySet());
        for (TrroAction action : OF_PROJECTS) {
            List<FakeLists.Asked> calls = bench.api.asked(action);
            assertThat(mostInAnySecond(calls)).as(action.label()).isEqualTo(5);
            assertThat(calls).as(action.label()).hasSizeGreaterThan(40);
        }
    }

    @Test
    void throttlingSlowsThatActionAloneAndIsLoggedOnce() {
        try (LoggedLines log = new LoggedLines(Permit.class)) {
            DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf(projects(60)));
            bench.api.fail(DEVICES, Kind.THROTTLED, "RequestLimitExceeded");

            bench.runFor(START);

            assertThat(pace(bench, DEVICES)).isLessThan(10);
            assertThat(pace(bench, RECENT_SESSION_LIST)).isGreaterThan(19);
            assertThat(log.containing("TRRO throttles"))
                    .containsExactly(
                            "WARN TRRO throttles; the pace is halved and climbs back code=\"RequestLimitExceeded\"");
        }
    }

    private static double pace(DiscoveryBench bench, TrroAction action) {
        return Optional.ofNullable(bench.limiters.get(action)).orElseThrow().requestsPerSecond();
    }

    @Test
    void aCallThatWaitedForItsKeyIsCountedFromWhenItIsSent() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf(projects(4)), 1);
        AtomicInteger prepared = new AtomicInteger();
        bench.api.preparation = () -> {
            prepared.incrementAndGet();
            if (bench.api.asked.size() < 6) {
                bench.time.advance(Duration.ofMillis(400));
            }
        };

        bench.runFor(Duration.ofSeconds(20));

        assertThat(prepared).hasValue(bench.api.asked.size());
        for (TrroAction action : bench.limiters.keySet()) {
            assertThat(mostInAnySecond(bench.api.asked(action)))
                    .as(action.label())
                    .isEqualTo(1);
        }
    }

    @Test
    void theFirstCallIsCountedFromItsEndSinceItArrivesLate() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf(projects(4)), 2);
        Duration loading = Duration.ofMillis(700);
        bench.api.fault = (action, key, page) -> {
            if (bench.api.asked(action).size() == 1) {
                bench.time.advance(loading); // loads code and opens TLS, then arrives
            }
        };

        bench.runFor(START);

        for (TrroAction action : OF_PROJECTS) {
            List<FakeLists.Asked> calls = bench.api.asked(action);
            Duration firstArrival = calls.get(0).at().plus(loading);
            assertThat(calls.get(2).at().minus(firstArrival)).as(action.label()).isGreaterThanOrEqualTo(ONE_SECOND);
        }
    }

    @Test
    void slowAnswersCostNoPace() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf(projects(40)));
        bench.api.fault = (action, key, page) -> bench.time.sleep(Duration.ofMinutes(1));

        bench.runFor(START);

        assertThat(OF_PROJECTS)
                .allSatisfy(action -> assertThat(bench.api.asked(action)).hasSize(ListReader.MOST_UNDER_WAY));
    }

    @Test
    void everyPageOfALongListIsPacedToo() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf(projects(8)), 5);
        for (String project : projects(8)) {
            bench.api.devices(project, InventoryBench.ids("d", 1_050));
        }

        bench.runFor(Duration.ofMinutes(1));

        assertThat(bench.api.asked(DEVICES)).hasSize(8 * 11);
        assertThat(mostInAnySecond(bench.api.asked(DEVICES))).isEqualTo(5);
        assertThat(bench.devices("p107")).hasSize(1_000);
    }

    @Test
    void aListWithoutEndHoldsUpNoOther() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf(projects(4)));
        bench.api.devices("p100", InventoryBench.ids("d", 60_000));
        bench.api.devices("p103", "a");
        bench.api.fault = (action, key, page) -> {
            if (key.equals("p101")) {
                bench.time.sleep(Duration.ofMinutes(1)); // slow, too
            }
        };

        bench.runFor(Duration.ofSeconds(5));

        assertThat(bench.devices("p103")).containsExactly("a");
        assertThat(bench.devices("p100")).isEmpty();
        assertThat(bench.api.asked(DEVICES, "p100")).hasSizeGreaterThan(50);
    }

    private static DiscoveryBench withoutEnd(DiscoveryPlan plan) {
        DiscoveryBench bench = new DiscoveryBench(plan);
        bench.api.promised = OptionalLong.of(1_000_000_000_000L);
        bench.api.mostOnPage = 5;
        return bench;
    }

    @Test
    void aListOfDevicesWithoutEndIsUsedAsFarAsItWasRead() {
        DiscoveryBench bench = withoutEnd(DiscoveryBench.devicesOf("p", "q"));
        bench.api.devices("p", InventoryBench.ids("a", 30_000));
        bench.api.listed.put("p", List.of(Device.named("z")));
        bench.api.sessions("q", Instant.EPOCH, InventoryBench.ids("c", 30_000));

        bench.runFor(START);
        List<String> early = bench.devices("p");
        assertThat(early).hasSizeGreaterThan(200).contains("a000", "z");
        assertThat(bench.devices("q")).hasSizeGreaterThan(200).contains("c000");
        assertThat(bench.discovery.reads())
                .noneMatch(read -> read.action() == DEVICES && read.projectId().equals(Optional.of("p")));

        bench.runFor(START);
        assertThat(bench.devices("p")).hasSizeGreaterThan(early.size()).containsAll(early);
    }

    @Test
    void aListOfProjectsWithoutEndIsUsedAsFarAsItWasRead() {
        DiscoveryBench bench = withoutEnd(DiscoveryBench.everything());
        bench.api.projects(projects(30_000));

        bench.runFor(START);

        assertThat(bench.projects()).hasSizeGreaterThan(250).contains("p100");
        assertThat(bench.discovery.reads()).noneMatch(read -> read.action() == PROJECT_LIST);
    }

    @Test
    void aLongListThatBreaksOffAgainAndAgainTakesNoDeviceAway() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf("p"));
        bench.api.devices("p", InventoryBench.ids("d", 30_000));
        bench.api.fault = (action, key, page) -> {
            if (page.number() > 150) {
                throw FakeLists.failure(Kind.SERVER, "InternalError");
            }
        };
        bench.runFor(START);
        List<String> first = bench.devices("p");

        bench.runFor(Duration.ofMinutes(2));

        assertThat(first).isNotEmpty();
        assertThat(bench.devices("p")).containsAll(first);
    }

    @Test
    void aListThatIsNoLongerWantedIsReadNoFurther() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.everything());
        bench.api.projects("gone", "stays");
        bench.api.devices("gone", InventoryBench.ids("d", 60_000));
        bench.runFor(START);
        bench.api.projects("stays");
        bench.time.advance(Duration.ofMinutes(10));

        bench.runFor(START);

        assertThat(bench.api.asked(DEVICES, "gone")).last().satisfies(call -> {
            Duration projectsRead = bench.api.asked(PROJECT_LIST).get(1).at();
            assertThat(call.at().minus(projectsRead)).isBetween(Duration.ZERO, ONE_SECOND);
        });
        assertThat(bench.projects()).containsExactly("stays");
    }

    @Test
    void theHeartBeatsWhileManyLongListsShareTheSmallestBudget() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf(projects(20)), 1);
        for (String project : projects(20)) {
            bench.api.devices(project, InventoryBench.ids("d", 1_050));
        }
        List<Duration> beats = new ArrayList<>();
        bench.api.fault = (action, key, page) -> beats.add(bench.discovery.sinceLastBeat());

        bench.runFor(Duration.ofMinutes(10));

        assertThat(beats).hasSizeGreaterThan(250).allMatch(beat -> beat.compareTo(Duration.ofSeconds(10)) < 0);
        assertThat(bench.discovery.reads()).as("and the licences").hasSize(3 * 20 + 1);
    }
}
