package trro.exporter.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import trro.exporter.api.ListAction;
import trro.exporter.api.TrroAction;
import trro.exporter.discovery.DiscoveryPace;
import trro.exporter.model.StatisticInterval;

/**
 * Calls of one action; of the statistics, calls for one interval if every target keeps its poll interval, else for all.
 *
 * @param aCycle the number of calls that ask everything once
 * @param every the time from one cycle to the next
 */
record PlannedCalls(TrroAction action, long aCycle, Duration every) {

    /**
     * The list reaches back two hours, and active devices are assumed to have half an hour's sessions without a break.
     */
    private static final int SESSIONS_PER_ACTIVE_DEVICE = 4;

    /**
     * The lists that are read.
     *
     * @param projects the number of polled projects
     * @param projectsAreListed whether projects are discovered
     * @param discoveredDevices devices that are discovered
     * @param activeDevices devices with sessions; empty if nobody needs to know them
     */
    record Lists(int projects, boolean projectsAreListed, int discoveredDevices, OptionalDouble activeDevices) {}

    double perSecond() {
        return aCycle / (every.toMillis() / 1e3);
    }

    /** @param subjects projects and devices whose figures are asked for */
    static List<PlannedCalls> of(FreshnessPlan freshness, int subjects, Lists lists) {
        double possible = freshness.callsPerSecond();
        List<PlannedCalls> calls = new ArrayList<>(statistics(freshness, subjects));
        lists.activeDevices().ifPresent(devices -> {
            long pages = pagesOfEach(lists.projects(), Math.round(devices * SESSIONS_PER_ACTIVE_DEVICE));
            calls.add(list(TrroAction.RECENT_SESSION_LIST, pages, DiscoveryPace.DEFAULT.recentSessions(), possible));
        });
        Duration pace = DiscoveryPace.DEFAULT.lists();
        if (lists.projectsAreListed()) {
            calls.add(list(TrroAction.PROJECT_LIST, pages(lists.projects()), pace, possible));
        }
        if (lists.discoveredDevices() > 0) {
            long pages = pagesOfEach(lists.projects(), lists.discoveredDevices());
            calls.add(list(TrroAction.DEVICES, pages, pace, possible));
            calls.add(list(TrroAction.DEVICE_LIST, pages, pace, possible));
            calls.add(list(TrroAction.LICENSE_STAT, 1, pace, possible));
        }
        return calls;
    }

    private static List<PlannedCalls> statistics(FreshnessPlan freshness, int subjects) {
        TrroAction action = TrroAction.SESSION_STATISTICS_BY_INTERVAL;
        if (!freshness.everyoneKeepsPace()) {
            long targets = (long) subjects * freshness.projectAges().size();
            return List.of(new PlannedCalls(action, targets, seconds(targets / freshness.callsPerSecond())));
        }
        return Arrays.stream(StatisticInterval.values())
                .flatMap(interval -> Optional.ofNullable(freshness.projectAges().get(interval)).stream())
                .map(pollInterval -> new PlannedCalls(action, subjects, pollInterval))
                .toList();
    }

    /** Calls that come at their own pace, or as fast as the budget lets them. */
    private static PlannedCalls list(TrroAction action, long calls, Duration pace, double possiblePerSecond) {
        Duration atFullPace = seconds(calls / possiblePerSecond);
        return new PlannedCalls(action, calls, atFullPace.compareTo(pace) > 0 ? atFullPace : pace);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) Math.ceil(1000 * seconds));
    }

    /** Pages of the lists of all projects, with rows spread evenly over them. */
    private static long pagesOfEach(int projects, long rows) {
        int lists = Math.max(1, projects);
        return lists * pages((rows + lists - 1) / lists);
    }

    private static long pages(long rows) {
        int size = ListAction.PAGE_SIZES.get(0);
        return Math.max(1, (rows + size - 1) / size);
    }
}
