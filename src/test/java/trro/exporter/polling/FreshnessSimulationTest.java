package trro.exporter.polling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;

/** How fresh figures of ten thousand devices are at the default pace, of which one in thirty has a session at any moment. */
class FreshnessSimulationTest {

    private static final int DEVICES = 10_000;
    private static final int PROJECTS = 5;
    private static final int REQUESTS_PER_SECOND = 16;
    private static final Duration SPAN = Duration.ofDays(2);
    private static final long WARM_UP_SECONDS = Duration.ofHours(2).toSeconds();
    private static final long SAMPLE_EVERY_SECONDS = 30;
    private static final long SETTLE_SECONDS =
            FleetSimulation.CALENDAR.settleTime().toSeconds();

    private final SimulatedActivity activity = SimulatedActivity.shifts(1, DEVICES, 0.03, 0.10, SPAN);
    private final FleetSimulation simulation = new FleetSimulation(activity, PROJECTS, DEVICES, REQUESTS_PER_SECOND);
    private final double[][] answeredAt = new double[StatisticInterval.values().length][DEVICES];
    private final double[][] longestGap = new double[StatisticInterval.values().length][DEVICES];
    private final List<Double> activeAges = new ArrayList<>();
    private final List<Double> closingDelays = new ArrayList<>();
    private BitSet closing = new BitSet();
    private long closedAt;

    private void answered(PollTarget target, long takenNanos, long nowNanos) {
        int device = simulation.device(target);
        if (device < 0) {
            return;
        }
        double now = nowNanos / 1e9;
        int interval = target.interval().ordinal();
        double gap = now - answeredAt[interval][device];
        if (now > WARM_UP_SECONDS) {
            longestGap[interval][device] = Math.max(longestGap[interval][device], gap);
        }
        answeredAt[interval][device] = now;
        boolean closes = target.interval() == StatisticInterval.HOUR && takenNanos / 1e9 >= closedAt + SETTLE_SECONDS;
        if (closes && closing.get(device)) {
            closing.clear(device);
            closingDelays.add(now - closedAt - SETTLE_SECONDS);
        }
    }

    private void sample(long second) {
        if (second % 3600 == SETTLE_SECONDS) {
            assertThat(closing.isEmpty())
                    .as("closing figures of the hour before were all asked")
                    .isTrue();
            closedAt = second - SETTLE_SECONDS;
            closing = activity.during(closedAt - 3600, closedAt);
        }
        if (second >= WARM_UP_SECONDS) {
            activity.running(second).stream().forEach(device -> activeAges.add(second - answeredAt[0][device]));
        }
    }

    @Test
    void activeDevicesAreFreshAndIdleOnesKeepTheirPromise() throws Exception {
        long start = System.nanoTime();
        for (long second = 0; second < SPAN.toSeconds(); second += SAMPLE_EVERY_SECONDS) {
            simulation.runUntil(second, this::answered);
            sample(second);
        }
        double[] ages = activeAges.stream().mapToDouble(age -> age).sorted().toArray();
        double[] delays = closingDelays.stream().mapToDouble(d -> d).sorted().toArray();
        System.err.println("took " + (System.nanoTime() - start) / 1e9);
        System.err.println("active n=" + ages.length + " median " + at(ages, .5) + " p90 " + at(ages, .9) + " p99 "
                + at(ages, .99) + " max " + ages[ages.length - 1]);
        System.err.println(
                "closing n=" + delays.length + " median " + at(delays, .5) + " max " + delays[delays.length - 1]);
        for (StatisticInterval interval : StatisticInterval.values()) {
            double[] gaps =
                    Arrays.stream(longestGap[interval.ordinal()]).sorted().toArray();
            System.err.println(interval + " gap median " + at(gaps, .5) / 60 + " max " + gaps[gaps.length - 1] / 60
                    + " min " + gaps[0] / 60);
        }
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) (sorted.length * share)];
    }
}
