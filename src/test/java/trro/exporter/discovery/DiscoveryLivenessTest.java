package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.TrroAction;

class DiscoveryLivenessTest {

    private static final Duration START = Duration.ofSeconds(10);
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

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
        assertThat(bench.time.escaped()).isEmpty();
        bench.whenChanged = () -> {};
        bench.runFor(Duration.ofMinutes(2));

        assertThat(bench.devices("p")).containsExactly("a");
        assertThat(bench.inventories).last().isEqualTo(bench.discovery.inventory());
        assertThat(bench.discovery.sinceLastBeat()).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void aListenerThatThrowsWhenAListFailsEndsNoWorker() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf("p"));
        bench.api.devices("p", "a");
        bench.api.fail(TrroAction.RECENT_SESSION_LIST, Kind.SERVER, "InternalError");
        bench.whenChanged = () -> {
            throw new IllegalStateException("a bug of the listener");
        };

        bench.runFor(START);

        assertThat(bench.defects).isPositive();
        assertThat(bench.time.escaped()).isEmpty();
        bench.whenChanged = () -> {};
        bench.runFor(Duration.ofMinutes(2));
        assertThat(bench.inventories).last().isEqualTo(bench.discovery.inventory());
    }

    @Test
    void wantOfMemoryOfAListenerIsNotSwallowed() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf("p"));
        bench.api.devices("p", "a");
        bench.api.fault = (action, key, page) -> {
            if (action == TrroAction.RECENT_SESSION_LIST) {
                bench.time.sleep(ONE_SECOND); // so that it is the last list that the devices wait for
                throw new IllegalStateException("a bug");
            }
        };
        bench.whenChanged = () -> {
            throw new OutOfMemoryError("of the test");
        };

        bench.runFor(START);

        assertThat(bench.time.escaped()).isNotEmpty().allMatch(OutOfMemoryError.class::isInstance);
    }

    @Test
    void aDefectWhileAListIsReadIsCountedAndTheListIsReadAgain() {
        DiscoveryBench bench = new DiscoveryBench(DiscoveryBench.devicesOf("p"));
        bench.api.devices("p", "a");
        bench.api.fault = (action, key, page) -> {
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
        assertThat(bench.api.asked.stream()
                        .map(call -> call.action() + call.key())
                        .distinct())
                .as("three of each project and the licences, but for the one that hangs")
                .hasSize(6);
    }
}
