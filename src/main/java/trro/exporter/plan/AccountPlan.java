package trro.exporter.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import trro.exporter.api.TrroAction;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.config.ProjectConfig;
import trro.exporter.config.ProjectDiscovery;
import trro.exporter.metrics.MetricCatalog;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.polling.PollPace;

/**
 * The price of one account's polling and what it gives, by arithmetic.
 *
 * @param projects the number of polled projects, listed or assumed
 * @param devices the number of devices with figures of their own, listed or assumed
 * @param dropped devices that are beyond what an exporter polls in all
 * @param targets each project and each device by each interval
 * @param series at most so many are on the page
 * @param calls of each action that is used, the statistics first
 */
record AccountPlan(
        AccountConfig account,
        int projects,
        int devices,
        int dropped,
        int targets,
        long series,
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
        int subjects = projects + listed + discovered;
        int targets = subjects * config.pollIntervals().size();
        PollPace pace = new PollPace(config.pollIntervals(), config.idlePollIntervals());
        FreshnessPlan freshness = FreshnessPlan.of(
                RateLimiter.highestPace(account.requestsPerSecond()),
                pace,
                new FreshnessPlan.Fleet(projects, listed + discovered, assumptions.activeShare()));
        return new AccountPlan(
                account,
                projects,
                listed + discovered,
                assumed - discovered,
                targets,
                MetricCatalog.mostSeries(
                        projects, listed + discovered, config.pollIntervals().size()),
                freshness,
                PlannedCalls.of(
                        freshness,
                        subjects,
                        new PlannedCalls.Lists(
                                projects,
                                account.discovery().isPresent(),
                                discovered,
                                !freshness.everyoneKeepsPace() || account.discoversDevices()
                                        ? OptionalDouble.of((listed + discovered) * assumptions.activeShare())
                                        : OptionalDouble.empty())));
    }

    /** The time until every target was asked once, at most, after the lists that tell who exists. */
    Duration firstPicture() {
        long pages = calls.stream()
                .filter(each -> each.action() != TrroAction.SESSION_STATISTICS_BY_INTERVAL)
                .mapToLong(PlannedCalls::aCycle)
                .max()
                .orElse(0);
        double seconds = pages / freshness.callsPerSecond() + targets / freshness.sweepPerSecond();
        return Duration.ofMillis((long) Math.ceil(1000 * seconds));
    }

    private static int discoveredDevices(AccountConfig account, int projects, PlanAssumptions assumptions) {
        if (account.discovery().isPresent()) {
            return account.discovery()
                    .flatMap(ProjectDiscovery::devices)
                    .map(filter -> projects * Math.min(assumptions.discoveredDevices(), filter.max()))
                    .orElse(0);
        }
        return account.projects().stream()
                .map(ProjectConfig::discovery)
                .flatMap(Optional::stream)
                .mapToInt(filter -> Math.min(assumptions.discoveredDevices(), filter.max()))
                .sum();
    }
}
