package trro.exporter.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.config.ProjectConfig;
import trro.exporter.config.ProjectDiscovery;
import trro.exporter.metrics.MetricCatalog;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.polling.PollPace;

/**
 * What one account's polling costs and gives, by arithmetic.
 *
 * @param projects how many are polled, listed or assumed
 * @param devices how many have figures of their own, listed or assumed
 * @param targets figures that are asked for: each project and each device by each interval
 * @param series at most so many are on the page
 * @param calls one entry for each action that is used, the figures' own first
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
                        new PlannedCalls.Need(
                                targets,
                                Math.min(freshness.wantedPerSecond(), freshness.callsPerSecond()),
                                projects,
                                account.discovery().isPresent(),
                                discovered,
                                !freshness.everyoneKeepsPace() || account.discoversDevices()
                                        ? (listed + discovered) * assumptions.activeShare()
                                        : Double.NaN),
                        freshness.callsPerSecond()));
    }

    /** How long it takes at most until every figure was asked for once, after the lists that tell what there is. */
    Duration firstPicture() {
        long pages =
                calls.stream().skip(1).mapToLong(PlannedCalls::aCycle).max().orElse(0);
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
