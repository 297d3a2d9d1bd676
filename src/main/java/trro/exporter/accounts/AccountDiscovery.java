package trro.exporter.accounts;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import trro.exporter.api.RecentSessions;
import trro.exporter.api.TrroAction;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.discovery.Discovery;
import trro.exporter.discovery.DiscoveryListener;
import trro.exporter.discovery.DiscoveryPace;
import trro.exporter.discovery.DiscoveryPlan;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.ProjectInventory;
import trro.exporter.pacing.RateLimiter;

/** The reading of one account's lists, and its consequences for the polling. */
final class AccountDiscovery implements DiscoveryListener {

    private final AccountPolling polling;
    private final PolledFleet fleet;
    private final boolean usesSessions;
    private final Map<String, RecentSessions> sessions;
    private final Discovery discovery;

    /** Empty if nothing is to be discovered and everybody can be polled as often as wanted. */
    static Optional<AccountDiscovery> of(
            AccountPolling polling, ExporterConfig config, PolledFleet fleet, Accounts.Shared shared) {
        AccountConfig account = polling.account();
        boolean usesSessions = account.discoversDevices() || !keepsPace(account, config);
        return account.discovers() || usesSessions
                ? Optional.of(new AccountDiscovery(polling, config, usesSessions, fleet, shared))
                : Optional.empty();
    }

    /** Whether the budget is enough to ask for everything that is listed at its poll interval. */
    private static boolean keepsPace(AccountConfig account, ExporterConfig config) {
        double wantedPerSecond = account.listed()
                * config.pollIntervals().values().stream()
                        .mapToDouble(interval -> 1e9 / interval.toNanos())
                        .sum();
        return wantedPerSecond <= RateLimiter.highestPace(account.requestsPerSecond());
    }

    private AccountDiscovery(
            AccountPolling polling,
            ExporterConfig config,
            boolean usesSessions,
            PolledFleet fleet,
            Accounts.Shared shared) {
        this.polling = polling;
        this.fleet = fleet;
        this.usesSessions = usesSessions;
        sessions = polling.memory().sessions();
        Discovery.Parts parts = new Discovery.Parts(
                plan(polling.account(), config, usesSessions),
                DiscoveryPace.DEFAULT,
                polling.api(),
                polling.limiters()::limiter,
                this,
                shared.metrics()::defect,
                shared.time());
        discovery = new Discovery(parts, shared.workers(), polling.memory().lists());
    }

    static DiscoveryPlan plan(AccountConfig account, ExporterConfig config, boolean usesSessions) {
        return new DiscoveryPlan(
                account.projects().stream()
                        .map(project -> new DiscoveryPlan.Project(project.id(), project.devices(), project.discovery()))
                        .toList(),
                account.discovery().map(search -> new DiscoveryPlan.Search(search.projects(), search.devices())),
                usesSessions,
                config.mostPolled(account));
    }

    /** The reading itself. */
    Discovery discovery() {
        return discovery;
    }

    /** Tells the queue again who had sessions: it may have got other targets, or another calendar holds. */
    synchronized void tellAgain() {
        sessions.values().forEach(this::tell);
    }

    /** A former process read its lists; {@link #tellAgain} has to follow. */
    void restore(KeptAccount former) {
        former.lists(polling.memory());
        if (usesSessions) {
            Set<String> projects = projects(discovery.inventory());
            former.sessions().stream()
                    .filter(list -> projects.contains(list.projectId()))
                    .forEach(list -> sessions.put(list.projectId(), list));
        }
    }

    /** The loops by name, each of which wants a thread of its own. */
    Map<String, Runnable> loops() {
        return discovery.loops().entrySet().stream()
                .collect(Collectors.toMap(loop -> loop.getKey().label() + "-" + polling.name(), Map.Entry::getValue));
    }

    /** The reason for which there is nothing to poll yet; empty if there is something. */
    Optional<String> reasonNotReady() {
        if (!discovery.inventory().projects().isEmpty()) {
            return Optional.empty();
        }
        boolean read = discovery.reads().stream().anyMatch(list -> list.action() == TrroAction.PROJECT_LIST);
        return Optional.of("account " + polling.name() + " has no projects yet: DescribeProjectList "
                + (read ? "names none that the configuration wants" : "was not answered, see the log"));
    }

    @Override
    public synchronized void inventory(AccountInventory inventory) {
        fleet.changed(polling.name(), inventory);
        sessions.keySet().retainAll(projects(inventory));
        tellAgain(); // which may have named devices before they were polled
    }

    private static Set<String> projects(AccountInventory inventory) {
        return inventory.projects().stream().map(ProjectInventory::id).collect(Collectors.toSet());
    }

    @Override
    public synchronized void recentSessions(RecentSessions list) {
        sessions.put(list.projectId(), list);
        tell(list);
    }

    private void tell(RecentSessions list) {
        polling.queue().recentSessions(list, polling.poll().calendar());
    }

    @Override
    public synchronized void recentSessionsUnknown(String projectId) {
        sessions.remove(projectId);
        polling.queue().recentSessionsUnknown(projectId);
    }
}
