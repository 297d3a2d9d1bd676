package trro.exporter.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import trro.exporter.api.ListAction;
import trro.exporter.api.TrroAction;
import trro.exporter.config.AccountConfig;
import trro.exporter.discovery.DiscoveryPace;

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

    double perSecond() {
        return aCycle / (every.toMillis() / 1e3);
    }

    /** @param discovered how many of the devices are discovered */
    static List<PlannedCalls> of(
            FreshnessPlan freshness, FreshnessPlan.Fleet fleet, AccountConfig account, int discovered) {
        double possible = freshness.callsPerSecond();
        List<PlannedCalls> calls = new ArrayList<>(statistics(freshness, fleet.subjects()));
        if (!freshness.everyoneKeepsPace() || account.discoversDevices()) {
            long pages = pagesOfEach(fleet.projects(), Math.round(fleet.activeDevices() * SESSIONS_PER_ACTIVE_DEVICE));
            calls.add(list(TrroAction.RECENT_SESSION_LIST, pages, DiscoveryPace.DEFAULT.recentSessions(), possible));
        }
        Duration pace = DiscoveryPace.DEFAULT.lists();
        if (account.discovery().isPresent()) {
            calls.add(list(TrroAction.PROJECT_LIST, pages(fleet.projects()), pace, possible));
        }
        if (discovered > 0) {
            long pages = pagesOfEach(fleet.projects(), discovered);
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
            return List.of(
                    new PlannedCalls(action, targets, FreshnessPlan.seconds(targets / freshness.callsPerSecond())));
        }
        return new TreeMap<>(freshness.projectAges())
                .values().stream()
                        .map(pollInterval -> new PlannedCalls(action, subjects, pollInterval))
                        .toList();
    }

    /** Calls that come at their own pace, or as fast as the budget lets them. */
    private static PlannedCalls list(TrroAction action, long calls, Duration pace, double possiblePerSecond) {
        Duration atFullPace = FreshnessPlan.seconds(calls / possiblePerSecond);
        return new PlannedCalls(action, calls, atFullPace.compareTo(pace) > 0 ? atFullPace : pace);
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
