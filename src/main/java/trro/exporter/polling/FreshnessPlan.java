package trro.exporter.polling;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import trro.exporter.model.StatisticInterval;

/**
 * How old figures get at most, by arithmetic: what {@link PollQueue} makes of a budget.
 *
 * @param callsPerSecond what the budget lets through
 * @param wantedPerSecond what it takes to ask for every figure at its own poll interval
 * @param sweepPerSecond what is left of it for devices without sessions, and for what nobody has seen yet
 * @param everyoneKeepsPace whether that is possible, so that it does not matter who has sessions
 * @param projectAges the promised age of projects' own figures
 * @param activeAges the promised age of figures of devices with a running or just ended session
 * @param idleAges the promised age of figures of other devices
 */
public record FreshnessPlan(
        double callsPerSecond,
        double wantedPerSecond,
        double sweepPerSecond,
        boolean everyoneKeepsPace,
        Map<StatisticInterval, Duration> projectAges,
        Map<StatisticInterval, Duration> activeAges,
        Map<StatisticInterval, Duration> idleAges) {

    /** Kept free by the promises: for retries, for the last figures of closed buckets and for devices that become active. */
    private static final double RESERVE_SHARE = 0.1;

    /** Idle devices that are late get every fourth turn at least. */
    private static final double IDLE_SHARE = 0.25;

    /**
     * Who is asked.
     *
     * @param activeShare of the devices that has sessions, 0 to 1
     */
    public record Fleet(int projects, int devices, double activeShare) {

        public Fleet {
            if (projects < 0 || devices < 0 || !(activeShare >= 0 && activeShare <= 1)) {
                throw new IllegalArgumentException(
                        "not a fleet: " + projects + " projects, " + devices + " devices, " + activeShare + " active");
            }
        }

        double activeDevices() {
            return devices * activeShare;
        }

        double idleDevices() {
            return devices - activeDevices();
        }
    }

    public FreshnessPlan {
        projectAges = Map.copyOf(projectAges);
        activeAges = Map.copyOf(activeAges);
        idleAges = Map.copyOf(idleAges);
    }

    public static FreshnessPlan of(double callsPerSecond, PollPace pace, Fleet fleet) {
        Map<StatisticInterval, Duration> poll = pace.pollIntervals();
        double wanted = (fleet.projects() + fleet.devices()) * callsPerSecond(poll, 1);
        if (wanted <= callsPerSecond) {
            return new FreshnessPlan(callsPerSecond, wanted, callsPerSecond, true, poll, poll, poll);
        }
        double usable = callsPerSecond * (1 - RESERVE_SHARE);
        double forProjects = fleet.devices() == 0 ? usable : usable / 2;
        double projectStretch = Math.max(1, fleet.projects() * callsPerSecond(poll, 1) / forProjects);
        double afterProjects = usable - fleet.projects() * callsPerSecond(poll, projectStretch);
        double forActive = fleet.idleDevices() > 0 ? afterProjects * (1 - IDLE_SHARE) : afterProjects;
        double activeCalls = fleet.activeDevices() * callsPerSecond(poll, PollEntry.ACTIVE_SHARE);
        double activeStretch = Math.max(1, activeCalls / forActive);
        double forIdle = afterProjects - activeCalls / activeStretch;
        double idleStretch = Math.max(1, fleet.idleDevices() * callsPerSecond(pace.idlePollIntervals(), 1) / forIdle);
        return new FreshnessPlan(
                callsPerSecond,
                wanted,
                forIdle,
                false,
                stretched(poll, projectStretch),
                stretched(poll, activeStretch),
                stretched(pace.idlePollIntervals(), idleStretch));
    }

    /** The promised age of figures by an interval that is asked for, whether devices have sessions or not. */
    public Duration slowestAge(StatisticInterval interval) {
        return Stream.of(projectAges, activeAges, idleAges)
                .map(ages -> ages.getOrDefault(interval, Duration.ZERO))
                .max(Duration::compareTo)
                .orElseThrow();
    }

    private static double callsPerSecond(Map<StatisticInterval, Duration> intervals, double stretch) {
        return intervals.values().stream()
                .mapToDouble(interval -> 1e3 / (interval.toMillis() * stretch))
                .sum();
    }

    private static Map<StatisticInterval, Duration> stretched(
            Map<StatisticInterval, Duration> intervals, double stretch) {
        Map<StatisticInterval, Duration> stretched = new EnumMap<>(StatisticInterval.class);
        intervals.forEach((interval, duration) ->
                stretched.put(interval, Duration.ofMillis((long) Math.ceil(duration.toMillis() * stretch))));
        return stretched;
    }
}
