package trro.exporter.polling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.polling.FleetSimulation.Fault;

/** Devices that are never answered cost their neighbours nothing but the calls that they use. */
class FailingDevicesTest {

    private static final int DEVICES = 100;
    private static final int FAILING = 30;
    private static final int REQUESTS_PER_SECOND = 16;
    private static final Duration QUICK = Duration.ofMillis(100);
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    /** Kinds that are a device's own; throttling is nobody's. */
    private static final List<Kind> KINDS =
            Stream.of(Kind.values()).filter(kind -> kind != Kind.THROTTLED).toList();

    /** @param fault of a device's call, by the device's number */
    record Trouble(String name, Function<Integer, Fault> fault, IntPredicate failing) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Trouble> troubles() {
        Map<String, IntPredicate> orders = Map.of(
                "the first", device -> device < FAILING,
                "the last", device -> device >= DEVICES - FAILING,
                "three of ten", device -> device % 10 < 3,
                "any", shuffled(1)::contains,
                "any others", shuffled(2)::contains);
        return orders.entrySet().stream()
                .flatMap(order -> kinds().entrySet().stream()
                        .map(kind ->
                                new Trouble(kind.getKey() + ", " + order.getKey(), kind.getValue(), order.getValue())));
    }

    private static List<Integer> shuffled(long seed) {
        List<Integer> devices =
                new ArrayList<>(IntStream.range(0, DEVICES).boxed().toList());
        Collections.shuffle(devices, new Random(seed));
        return devices.subList(0, FAILING);
    }

    private static Map<String, Function<Integer, Fault>> kinds() {
        Map<String, Function<Integer, Fault>> kinds = new HashMap<>();
        for (Kind kind : KINDS) {
            kinds.put(kind.name(), device -> new Fault(kind, QUICK));
        }
        kinds.put("hangs", device -> new Fault(Kind.NETWORK, TIMEOUT));
        kinds.put("mixed", device -> new Fault(KINDS.get(device % KINDS.size()), device % 4 == 0 ? TIMEOUT : QUICK));
        return kinds;
    }

    /**
     * Seconds until all healthy devices had their first figures of an hour, and of all intervals, and how many calls of
     * those that fail were made in that time.
     */
    private static double[] seconds(Function<PollTarget, Optional<Fault>> faults) throws InterruptedException {
        FleetSimulation fleet = new FleetSimulation(SimulatedActivity.none(DEVICES), 1, DEVICES, REQUESTS_PER_SECOND);
        fleet.listFails();
        Set<Double> failures = new HashSet<>(); // at most one at a moment
        fleet.fails(target -> {
            Optional<Fault> fault = faults.apply(target);
            fault.ifPresent(any -> failures.add(fleet.time().seconds()));
            return fault;
        });
        Map<PollTarget, Double> first = new HashMap<>();
        fleet.runUntil(60, (target, taken, now) -> first.putIfAbsent(target, now / 1e9));
        double hours = 0;
        double all = 0;
        for (int device = 0; device < DEVICES; device++) {
            for (StatisticInterval interval : StatisticInterval.values()) {
                PollTarget target = PollTarget.ofDevice("p0", "d" + device, interval);
                double second = faults.apply(target).isPresent() ? 0 : first.getOrDefault(target, 1e9);
                hours = interval == StatisticInterval.HOUR ? Math.max(hours, second) : hours;
                all = Math.max(all, second);
            }
        }
        double end = all;
        return new double[] {
            hours, all, failures.stream().filter(second -> second < end).count()
        };
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void healthyDevicesHaveTheirFirstFiguresAsSoonAsEver(Trouble trouble) throws InterruptedException {
        double[] without = seconds(target -> Optional.empty());

        double[] with = seconds(target -> target.deviceId()
                .map(id -> Integer.parseInt(id.substring(1)))
                .filter(trouble.failing()::test)
                .map(trouble.fault()));

        assertThat(with[0]).as("hours").isLessThan(1.03 * without[0]);
        double retries = Math.max(0, with[2] - FAILING * StatisticInterval.values().length);
        assertThat(with[1])
                .as("all intervals, and %.0f retries", retries)
                .isLessThan(1.03 * (without[1] + retries / RateLimiter.highestPace(REQUESTS_PER_SECOND)));
    }
}
