package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.api.TrroAction.DEVICES;
import static trro.exporter.api.TrroAction.RECENT_SESSION_LIST;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.TrroAction;

class DiscoveryLivenessTest {

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
    void throttlingSlowsThatActionAlone() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf(projects(60)));
        bench.api.fail(DEVICES, Kind.THROTTLED, "RequestLimitExceeded");

        bench.runFor(START);

        assertThat(bench.limiters.get(DEVICES).requestsPerSecond()).isLessThan(10);
        assertThat(bench.limiters.get(RECENT_SESSION_LIST).requestsPerSecond()).isGreaterThan(19);
    }

    @Test
    void aListenerThatThrowsEndsNoLoopAndHearsOfTheChangeAgain() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.everything());
        bench.api.projects("p");
        bench.api.devices("p", "a");
        bench.whenChanged = () -> {
            throw new IllegalStateException("a bug of the listener");
        };

        bench.runFor(START);
        assertThat(bench.defects).isPositive();
        assertThat(bench.inventories).isEmpty();
        assertThat(bench.escaped).isEmpty();
        bench.whenChanged = () -> {};
        bench.runFor(Duration.ofMinutes(2));

        assertThat(bench.devices("p")).containsExactly("a");
        assertThat(bench.inventories).last().isEqualTo(bench.discovery.inventory());
        assertThat(bench.discovery.sinceLastBeat()).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void aDefectWhileAListIsReadIsCountedAndTheListIsReadAgain() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf("p"));
        bench.api.devices("p", "a");
        bench.api.trouble = (action, key, page) -> {
            if (bench.defects < 3) {
                throw new IllegalStateException("a bug");
            }
        };

        bench.runFor(Duration.ofMinutes(1));

        assertThat(bench.defects).isEqualTo(3);
        assertThat(bench.devices("p")).containsExactly("a");
    }

    @Test
    void survivesThatThereIsNoThreadToBeHadForAWhile() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf("p"));
        bench.api.devices("p", "a");
        List<Runnable> refused = new ArrayList<>();
        bench.workers = task -> {
            if (refused.size() < 6) {
                refused.add(task);
                throw new RejectedExecutionException("no thread");
            }
            task.run();
        };

        bench.runFor(Duration.ofMinutes(1));

        assertThat(bench.defects).isEqualTo(6);
        assertThat(bench.devices("p")).containsExactly("a");
    }

    @Test
    void theHeartBeatsThoughThereIsNothingToAskAndTellsWhenItStopped() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.everything());

        bench.runFor(Duration.ofMinutes(9));
        assertThat(bench.discovery.sinceLastBeat()).isLessThanOrEqualTo(ONE_SECOND);
        bench.time.advance(Duration.ofMinutes(3));

        assertThat(bench.discovery.sinceLastBeat()).isGreaterThanOrEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void aCallThatNeverEndsIsSeenAndHoldsUpNoOtherList() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf("p", "q"));
        List<Runnable> stuck = new ArrayList<>();
        bench.workers = task -> {
            if (stuck.isEmpty()) {
                stuck.add(task);
            } else {
                task.run();
            }
        };

        bench.runFor(Duration.ofMinutes(5));

        assertThat(bench.discovery.oldestCall()).isGreaterThan(Duration.ofMinutes(4));
        assertThat(bench.discovery.sinceLastBeat()).isLessThanOrEqualTo(ONE_SECOND);
        assertThat(bench.api.asked).hasSize(5);
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
