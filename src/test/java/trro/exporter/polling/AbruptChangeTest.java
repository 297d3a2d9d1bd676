package trro.exporter.polling;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.plan.FreshnessPlan;
import trro.exporter.plan.FreshnessPlan.Fleet;
import trro.exporter.support.Slow;

/** What becomes of freshness when a fleet changes from one moment to the next, or when the list of sessions cannot be relied on. */
@Slow
class AbruptChangeTest {

    private static final int DEVICES = 3_000;
    private static final int PROJECTS = 3;
    private static final int REQUESTS_PER_SECOND = 16;
    private static final StatisticInterval HOUR = StatisticInterval.HOUR;
    private static final double HOUR_SECONDS = 3600;

    private final SimulatedActivity activity = SimulatedActivity.none(2 * DEVICES);
    private final FleetSimulation simulation = new FleetSimulation(activity, PROJECTS, DEVICES, REQUESTS_PER_SECOND);
    private final Gaps gaps = new Gaps(2 * DEVICES);

    private void answered(PollTarget target, long takenNanos, long nowNanos) {
        int device = simulation.device(target);
        if (device >= 0) {
            gaps.answered(target.interval(), device, nowNanos / 1e9);
        }
    }

    private void runHours(double hours) throws InterruptedException {
        simulation.runUntil(simulation.time().seconds() + hours * HOUR_SECONDS, this::answered);
    }

    private void watch() {
        gaps.watch(simulation.time().seconds());
    }

    private double slowest(StatisticInterval interval, int devices) {
        return gaps.slowest(interval, devices, simulation.time().seconds());
    }

    private static FreshnessPlan plan(int devices, double activeShare) {
        return FreshnessPlan.of(
                REQUESTS_PER_SECOND / 1.030, FleetSimulation.PACE, new Fleet(PROJECTS, devices, activeShare));
    }

    private void assertNobodyIsSlowerThan(FreshnessPlan plan, int devices) {
        for (StatisticInterval interval : StatisticInterval.values()) {
            double promised = FleetSimulation.slowestAge(plan, interval).toSeconds();
            assertThat(slowest(interval, devices)).as("%s", interval).isLessThanOrEqualTo(promised);
        }
    }

    @Test
    void withoutAListEveryDeviceIsSweptAlike() throws InterruptedException {
        IntStream.range(0, 90).forEach(device -> activity.add(device, 0, (long) (9 * HOUR_SECONDS)));
        runHours(1);
        simulation.listFails();
        runHours(1);
        watch();

        runHours(3);

        double active = gaps.between(HOUR, 0, 90).max().orElseThrow();
        double idle = gaps.between(HOUR, 90, DEVICES).min().orElseThrow();
        assertThat(active).isGreaterThan(0.7 * idle);
        assertNobodyIsSlowerThan(plan(DEVICES, 0), DEVICES);
    }

    @Test
    void aListThatNamesNobodyIsAPlainSweepToo() throws InterruptedException {
        IntStream.range(0, 90).forEach(device -> activity.add(device, 0, (long) (9 * HOUR_SECONDS)));
        simulation.listOnly(device -> false);
        runHours(1);
        watch();

        runHours(3);

        assertNobodyIsSlowerThan(plan(DEVICES, 0), DEVICES);
    }

    /** So many devices begin at once and go on; the three hours after the first one are watched. */
    private void watchAShiftOf(int devices) throws InterruptedException {
        runHours(1);
        long shiftStarts = (long) simulation.time().seconds();
        IntStream.range(0, devices).forEach(device -> activity.add(device, shiftStarts, shiftStarts + 5 * 3600));
        runHours(1);
        watch();

        runHours(3);
    }

    @Test
    void everyoneAtOnceSharesWhatThereIsAndNobodyStarves() throws InterruptedException {
        watchAShiftOf(DEVICES);

        assertNobodyIsSlowerThan(plan(DEVICES, 1), DEVICES);
    }

    @Test
    void halfOfAllAtOnceLeavesTheOtherHalfItsQuarterOfTheTurns() throws InterruptedException {
        watchAShiftOf(DEVICES / 2);

        FreshnessPlan plan = plan(DEVICES, 0.5);
        assertNobodyIsSlowerThan(plan, DEVICES);
        double active = gaps.between(HOUR, 0, DEVICES / 2).max().orElseThrow();
        Duration promised = requireNonNull(plan.activeAges().get(HOUR));
        assertThat(active).isLessThanOrEqualTo(promised.toSeconds() + 30.0);
    }

    @Test
    void aShiftThatBeginsIsFreshWithinAMinute() throws InterruptedException {
        runHours(1.5);
        long shiftStarts = (long) simulation.time().seconds();
        IntStream.range(500, 600).forEach(device -> activity.add(device, shiftStarts, shiftStarts + 3600));

        simulation.runUntil(shiftStarts + 60.0, this::answered);

        assertThat(IntStream.range(500, 600).mapToDouble(d -> gaps.answeredAt(HOUR, d)))
                .allMatch(at -> at > shiftStarts);
    }

    @Test
    void aProjectThatDoublesIsSeenWholeWhileTheOldDevicesKeepTheirPromise() throws InterruptedException {
        runHours(1.5);
        watch();

        simulation.grow(DEVICES, 2 * DEVICES);
        runHours(3);

        assertThat(simulation.queue().size()).isEqualTo(3 * (2 * DEVICES + PROJECTS));
        assertNobodyIsSlowerThan(plan(2 * DEVICES, 0), 2 * DEVICES);
    }

    @Test
    void devicesThatLeaveAreAskedNoMoreAndThoseThatComeBackAre() throws InterruptedException {
        runHours(Duration.ofMinutes(5).toSeconds() / HOUR_SECONDS);
        simulation.keepOnly(10);
        simulation.runUntil(simulation.time().seconds() + 2, this::answered); // what was under way
        watch();

        runHours(1);

        assertThat(gaps.between(HOUR, 10, DEVICES)).allMatch(gap -> gap == 0);
        assertThat(slowest(HOUR, 10)).isLessThan(70);
    }
}
