package trro.exporter.plan;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import trro.exporter.model.StatisticInterval;
import trro.exporter.polling.PollPace;
import trro.exporter.polling.PollQueue;

/**
 * The highest age of figures, by arithmetic: {@link PollQueue} makes it of a budget.
 *
 * @param callsPerSecond the budget
 * @param wantedPerSecond the calls that would ask every target at its poll interval
 * @param sweepPerSecond the budget's rest for devices without sessions, and for targets that nobody has seen yet
 * @param projectAges the promised age of projects' own figures
 * @param activeAges the promised age of figures of devices with a running or just ended session
 * @param idleAges the promised age of figures of other devices
 * @param closing the time in which the devices with sessions are asked once more after an hour settled
 */
public record FreshnessPlan(
        double callsPerSecond,
        double wantedPerSecond,
        double sweepPerSecond,
        Map<StatisticInterval, Duration> projectAges,
        Map<StatisticInterval, Duration> activeAges,
        Map<StatisticInterval, Duration> idleAges,
        Duration closing) {

    /** Kept free by the promises: for retries, the last figures of closed buckets, and devices that become active. */
    private static final double RESERVE_SHARE = 0.1;

    /** Devices without sessions get the turns of what is late. */
    private static final double IDLE_SHARE = 1.0 / PollPace.LATE_EVERY;

    /**
     * The projects and devices that are asked.
     *
     * @param activeShare of the devices that has sessions, 0 to 1
     */
    public record Fleet(int projects, int devices, double activeShare) {

        int subjects() {
            return projects + devices;
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
        double wanted = fleet.subjects() * callsPerSecond(poll, 1);
        if (wanted <= callsPerSecond) {
            Duration everyone = seconds(fleet.subjects() / callsPerSecond);
            return new FreshnessPlan(callsPerSecond, wanted, callsPerSecond, poll, poll, poll, everyone);
        }
        double usable = callsPerSecond * (1 - RESERVE_SHARE);
        double forProjects = fleet.devices() == 0 ? usable : usable / 2;
        double projectStretch = Math.max(1, fleet.projects() * callsPerSecond(poll, 1) / forProjects);
        double afterProjects = usable - fleet.projects() * callsPerSecond(poll, projectStretch);
        double activeCalls = fleet.activeDevices() * callsPerSecond(poll, PollPace.ACTIVE_SHARE);
        Map<StatisticInterval, Duration> idle = pace.idlePollIntervals();
        boolean sweeps = fleet.idleDevices() > 0
                || !later(stretched(poll, activeCalls / afterProjects), idle).isEmpty();
        double forActive = sweeps ? afterProjects * (1 - IDLE_SHARE) : afterProjects;
        double activeStretch = Math.max(1, activeCalls / forActive);
        Map<StatisticInterval, Duration> activeAges = stretched(poll, activeStretch);
        double forIdle = afterProjects - activeCalls / activeStretch;
        double swept = fleet.idleDevices() * callsPerSecond(idle, 1)
                + fleet.activeDevices() * callsPerSecond(later(activeAges, idle), 1);
        double idleStretch = swept == 0 ? 1 : Math.max(1, swept / forIdle);
        Map<StatisticInterval, Duration> idleAges = stretched(idle, idleStretch);
        return new FreshnessPlan(
                callsPerSecond,
                wanted,
                forIdle,
                stretched(poll, projectStretch),
                earlier(activeAges, idleAges),
                idleAges,
                seconds(fleet.activeDevices() / (afterProjects + callsPerSecond * RESERVE_SHARE) / (1 - IDLE_SHARE)));
    }

    /** Whether every target can be asked at its poll interval, so that it does not matter who has sessions. */
    public boolean everyoneKeepsPace() {
        return wantedPerSecond <= callsPerSecond;
    }

    /**
     * The idle intervals of figures that are swept although their device is active, lest they get older than idle ones.
     */
    private static Map<StatisticInterval, Duration> later(
            Map<StatisticInterval, Duration> activeAges, Map<StatisticInterval, Duration> idleIntervals) {
        Map<StatisticInterval, Duration> later = new EnumMap<>(idleIntervals);
        later.entrySet().removeIf(idle -> {
            Duration active = activeAges.get(idle.getKey());
            return active == null || active.compareTo(idle.getValue()) <= 0;
        });
        return later;
    }

    private static Map<StatisticInterval, Duration> earlier(
            Map<StatisticInterval, Duration> some, Map<StatisticInterval, Duration> others) {
        Map<StatisticInterval, Duration> earlier = new EnumMap<>(some);
        others.forEach((interval, age) ->
                earlier.computeIfPresent(interval, (key, own) -> own.compareTo(age) < 0 ? own : age));
        return earlier;
    }

    static Duration seconds(double seconds) {
        return Duration.ofMillis((long) Math.ceil(1e3 * seconds));
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
