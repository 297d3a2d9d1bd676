package trro.exporter.plan;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import trro.exporter.api.TrroAction;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.config.ProjectConfig;
import trro.exporter.config.ProjectDiscovery;
import trro.exporter.metrics.MetricCatalog;
import trro.exporter.model.IdFilter;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.polling.PollPace;

/**
 * The price of one account's polling and what it gives, by arithmetic.
 *
 * @param fleet the polled projects and the devices with figures of their own, listed or assumed
 * @param intervals the number of polled intervals
 * @param dropped devices that are beyond what an exporter polls in all
 * @param calls of each action that is used, the statistics first
 */
record AccountPlan(
        AccountConfig account,
        FreshnessPlan.Fleet fleet,
        int intervals,
        int dropped,
        FreshnessPlan freshness,
        List<PlannedCalls> calls) {

    AccountPlan {
        calls = List.copyOf(calls);
    }

    static AccountPlan of(AccountConfig account, ExporterConfig config, PlanAssumptions assumptions) {
        int projects = account.discovery()
                .map(discovery -> Math.min(
                        assumptions.discoveredProjects(), discovery.projects().max()))
                .orElse(account.projects().size());
        int assumed = discoveredDevices(account, projects, assumptions);
        int listed = account.listedDevices();
        int discovered = Math.min(assumed, Math.max(0, config.mostPolled(account) - projects - listed));
        FreshnessPlan.Fleet fleet = new FreshnessPlan.Fleet(projects, listed + discovered, assumptions.activeShare());
        FreshnessPlan freshness = FreshnessPlan.of(
                RateLimiter.highestPace(account.requestsPerSecond()),
                new PollPace(config.pollIntervals(), config.idlePollIntervals()),
                fleet);
        return new AccountPlan(
                account,
                fleet,
                config.pollIntervals().size(),
                assumed - discovered,
                freshness,
                PlannedCalls.of(freshness, fleet, account, discovered));
    }

    /** Each project and each device by each interval. */
    int targets() {
        return fleet.subjects() * intervals;
    }

    /** At most so many are on the page. */
    long series() {
        return MetricCatalog.mostSeries(fleet.projects(), fleet.devices(), intervals);
    }

    /** The time until every target was asked once, at most, after the lists that tell who exists. */
    Duration firstPicture() {
        long pages = calls.stream()
                .filter(each -> each.action() != TrroAction.SESSION_STATISTICS_BY_INTERVAL)
                .mapToLong(PlannedCalls::aCycle)
                .max()
                .orElse(0);
        return FreshnessPlan.seconds(pages / freshness.callsPerSecond() + targets() / freshness.sweepPerSecond());
    }

    private static int discoveredDevices(AccountConfig account, int projects, PlanAssumptions assumptions) {
        Optional<IdFilter> ofEach = account.discovery().flatMap(ProjectDiscovery::devices);
        return Stream.concat(
                        account.projects().stream().map(ProjectConfig::discovery),
                        Collections.nCopies(projects, ofEach).stream())
                .flatMap(Optional::stream)
                .mapToInt(filter -> Math.min(assumptions.discoveredDevices(), filter.max()))
                .sum();
    }
}
