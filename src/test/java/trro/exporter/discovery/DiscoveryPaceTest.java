package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.api.TrroAction.DEVICES;
import static trro.exporter.api.TrroAction.RECENT_SESSION_LIST;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.TrroAction;

class DiscoveryPaceTest {

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
        for (TrroAction action : bench.limiters.keySet()) {
            List<FakeLists.Asked> calls = bench.api.asked(action);
            assertThat(mostInAnySecond(calls)).as(action.label()).isEqualTo(5);
            assertThat(calls).as(action.label()).hasSizeGreaterThan(40);
        }
    }

    @Test
    void throttlingSlowsThatActionAloneAndIsLoggedOnce() {
        try (LoggedLines log = new LoggedLines()) {
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
        bench.api.trouble = (action, key, page) -> {
            if (bench.api.asked(action).size() == 1) {
                bench.time.advance(loading); // loads code and opens TLS, then arrives
            }
        };

        bench.runFor(START);

        for (TrroAction action : bench.limiters.keySet()) {
            List<FakeLists.Asked> calls = bench.api.asked(action);
            Duration firstArrival = calls.get(0).at().plus(loading);
            assertThat(calls.get(2).at().minus(firstArrival)).as(action.label()).isGreaterThanOrEqualTo(ONE_SECOND);
        }
    }

    @Test
    void slowAnswersCostNoPace() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf(projects(40)));
        List<Runnable> underWay = new ArrayList<>();
        bench.workers = underWay::add;

        bench.runFor(START);

        assertThat(underWay).hasSize(3 * ListQueue.MOST_UNDER_WAY);
    }
}
