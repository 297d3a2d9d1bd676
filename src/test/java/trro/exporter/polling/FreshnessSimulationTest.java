package trro.exporter.polling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.plan.FreshnessPlan;
import trro.exporter.plan.FreshnessPlan.Fleet;
import trro.exporter.support.Slow;

/**
 * How fresh the figures of ten thousand devices are at the default pace over a day, while one device in forty has a
 * session at any moment. {@code docs/performance.md} has the figures that this prints.
 */
@Slow
class FreshnessSimulationTest {

    private static final Logger logger = LoggerFactory.getLogger(FreshnessSimulationTest.class);

    private static final int DEVICES = 10_000;
    private static final int PROJECTS = 5;
    private static final int REQUESTS_PER_SECOND = 16;
    private static final double ACTIVE_SHARE = 0.03;

    /** A day closes within it. The figures of the documents are of 48 hours. */
    private static final Duration SPAN = Duration.ofHours(Integer.getInteger("freshness.hours", 24));

    private static final long WARM_UP_SECONDS = Duration.ofHours(2).toSeconds();
    private static final long SAMPLE_EVERY_SECONDS = 30;
    private static final long SETTLE_SECONDS =
            FleetSimulation.CALENDAR.settleTime().toSeconds();
    private static final StatisticInterval HOUR = StatisticInterval.HOUR;

    private final SimulatedActivity activity = SimulatedActivity.shifts(1, DEVICES, ACTIVE_SHARE, 0.10, SPAN);
    private final FleetSimulation simulation = new FleetSimulation(activity, PROJECTS, DEVICES, REQUESTS_PER_SECOND);
    private final RoundRobin roundRobin = new RoundRobin(3 * (DEVICES + PROJECTS), REQUESTS_PER_SECOND);
    private final Gaps gaps = new Gaps(DEVICES);
    private final Ages activeAges = new Ages();
    private final Ages roundRobinAges = new Ages();
    private final Ages closingDelays = new Ages();
    private BitSet closing = new BitSet();
    private long closedAt;

    private void answered(PollTarget target, long takenNanos, long nowNanos) {
        int device = simulation.device(target);
        if (device < 0) {
            return;
        }
        double now = nowNanos / 1e9;
        gaps.answered(target.interval(), device, now);
        boolean settled = takenNanos / 1e9 >= closedAt + SETTLE_SECONDS;
        if (target.interval() == HOUR && settled && closing.get(device)) {
            closing.clear(device);
            closingDelays.add(now - closedAt - SETTLE_SECONDS);
        }
    }

    private void sample(long second) {
        if (second % 3600 == SETTLE_SECONDS) {
            assertThat(closing.isEmpty())
                    .as("the last hour's closing figures are all there")
                    .isTrue();
            closedAt = second - SETTLE_SECONDS;
            closing = activity.during(closedAt - 3600, closedAt);
        }
        if (second >= WARM_UP_SECONDS) {
            activity.running(second).stream().forEach(device -> {
                activeAges.add(second - gaps.answeredAt(HOUR, device));
                roundRobinAges.add(second - roundRobin.answeredAt(device));
            });
        }
    }

    @Test
    void activeDevicesAreFreshAndIdleOnesKeepTheirPromise() throws InterruptedException {
        for (long second = 0; second < SPAN.toSeconds(); second += SAMPLE_EVERY_SECONDS) {
            double now = second;
            simulation.runUntil(now, this::answered);
            roundRobin.runUntil(now);
            if (second == WARM_UP_SECONDS) {
                gaps.watch(now);
            }
            sample(second);
        }

        logger.info("active devices' hour figures: {}", activeAges);
        logger.info("the same by round-robin:      {}", roundRobinAges);
        logger.info("closing figures, after settle_time: {}", closingDelays);
        assertThat(activeAges.count()).isGreaterThan((int) (20_000 * SPAN.toHours()));
        assertThat(activeAges.quantile(0.5)).isLessThanOrEqualTo(30);
        assertThat(activeAges.quantile(0.99)).isLessThanOrEqualTo(60);
        assertThat(roundRobinAges.quantile(0.5)).isGreaterThan(10 * activeAges.quantile(0.5));
        assertThat(roundRobinAges.quantile(0.99)).isGreaterThan(10 * activeAges.quantile(0.99));
        assertThat(closingDelays.count()).isGreaterThan((int) (400 * SPAN.toHours()));
        assertThat(closingDelays.quantile(1)).isLessThanOrEqualTo(180);
        assertEveryPromiseIsKept();
    }

    private void assertEveryPromiseIsKept() {
        FreshnessPlan plan = FreshnessPlan.of(
                REQUESTS_PER_SECOND / 1.030, FleetSimulation.PACE, new Fleet(PROJECTS, DEVICES, ACTIVE_SHARE));
        for (StatisticInterval interval : StatisticInterval.values()) {
            double longest = gaps.slowest(interval, DEVICES, SPAN.toMillis() / 1e3);
            double promised = FleetSimulation.slowestAge(plan, interval).toSeconds();
            logger.info("the slowest device by {}: {} s, promised {} s", interval.label(), longest, promised);
            assertThat(longest).as("%s", interval).isBetween(1.0, promised);
        }
    }
}
