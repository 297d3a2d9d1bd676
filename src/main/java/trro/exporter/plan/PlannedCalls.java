package trro.exporter.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import trro.exporter.api.TrroAction;

/**
 * Calls of one action.
 *
 * @param aCycle how many it takes to ask for everything once
 * @param every how often that is done
 */
record PlannedCalls(String action, long aCycle, Duration every) {

    private static final int ROWS_PER_PAGE = 100;
    private static final Duration LISTS = Duration.ofMinutes(10);
    private static final Duration SESSIONS = Duration.ofSeconds(10);

    /** Within the two hours that the list reaches back, of devices that have one session of half an hour after the other. */
    private static final int SESSIONS_PER_ACTIVE_DEVICE = 4;

    /**
     * What is asked for.
     *
     * @param targets figures
     * @param figuresPerSecond calls for figures, on average
     * @param projects how many are polled
     * @param listsProjects whether projects are discovered
     * @param discoveredDevices devices that are discovered
     * @param activeDevices devices with sessions; not a number if nobody needs to know them
     */
    record Need(
            int targets,
            double figuresPerSecond,
            int projects,
            boolean listsProjects,
            int discoveredDevices,
            double activeDevices) {}

    double perSecond() {
        return aCycle / (every.toMillis() / 1e3);
    }

    static List<PlannedCalls> of(Need need, double possiblePerSecond) {
        List<PlannedCalls> calls = new ArrayList<>();
        calls.add(new PlannedCalls(
                TrroAction.SESSION_STATISTICS_BY_INTERVAL.label(),
                need.targets(),
                seconds(need.targets() / need.figuresPerSecond())));
        if (!Double.isNaN(need.activeDevices())) {
            long sessions = Math.round(need.activeDevices() * SESSIONS_PER_ACTIVE_DEVICE);
            calls.add(atLeast(
                    SESSIONS, "DescribeRecentSessionList", pagesOfEach(need.projects(), sessions), possiblePerSecond));
        }
        if (need.listsProjects()) {
            calls.add(atLeast(LISTS, "DescribeProjectList", pages(need.projects()), possiblePerSecond));
        }
        if (need.discoveredDevices() > 0) {
            long pages = pagesOfEach(need.projects(), need.discoveredDevices());
            calls.add(atLeast(LISTS, "GetDevices", pages, possiblePerSecond));
            calls.add(atLeast(LISTS, "DescribeDeviceList", pages, possiblePerSecond));
            calls.add(atLeast(LISTS, "GetLicenseStat", 1, possiblePerSecond));
        }
        return calls;
    }

    private static PlannedCalls atLeast(Duration every, String action, long calls, double possiblePerSecond) {
        Duration atFullPace = seconds(calls / possiblePerSecond);
        return new PlannedCalls(action, calls, atFullPace.compareTo(every) > 0 ? atFullPace : every);
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
        return Math.max(1, (rows + ROWS_PER_PAGE - 1) / ROWS_PER_PAGE);
    }
}
