package trro.exporter.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import trro.exporter.api.RecentSessions;
import trro.exporter.api.TrroAction;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.Device;
import trro.exporter.model.IdFilter;
import trro.exporter.model.ProjectInventory;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.support.LoopTime;

/** A whole {@link Discovery} in virtual time, before lists that a test fills, with a listener that remembers. */
final class DiscoveryBench implements DiscoveryListener {

    static final IdFilter ALL = new IdFilter(List.of(), List.of(), 1_000);

    final LoopTime time = new LoopTime();
    final FakeLists api = new FakeLists(time);
    final List<AccountInventory> inventories = new ArrayList<>();
    final List<RecentSessions> seen = new ArrayList<>();
    final List<String> unknown = new ArrayList<>();
    final Map<TrroAction, RateLimiter> limiters = new EnumMap<>(TrroAction.class);
    final Discovery discovery;
    Runnable whenChanged = () -> {};
    Executor workers = time::execute;
    int defects;

    DiscoveryBench(DiscoveryPlan plan) {
        this(plan, 20);
    }

    DiscoveryBench(DiscoveryPlan plan, int requestsPerSecond) {
        Discovery.Parts parts = new Discovery.Parts(
                plan,
                DiscoveryPace.DEFAULT,
                api,
                action -> limiters.computeIfAbsent(action, key -> new RateLimiter(requestsPerSecond, time)),
                this,
                () -> defects++,
                time);
        DiscoveryMemory memory = new DiscoveryMemory(plan, DiscoveryPace.DEFAULT);
        discovery = new Discovery(parts, task -> workers.execute(task), memory);
        discovery.takeOver();
        inventories.clear(); // of the time before any list was read
    }

    /** Looks for all projects and devices, and for whatever else there is. */
    static DiscoveryPlan everything() {
        return new DiscoveryPlan(List.of(), Optional.of(new DiscoveryPlan.Search(ALL, Optional.of(ALL))), true, 10_000);
    }

    /** Looks for the devices of these projects. */
    static DiscoveryPlan devicesOf(String... projects) {
        return new DiscoveryPlan(
                List.of(projects).stream()
                        .map(id -> new DiscoveryPlan.Project(id, List.of(), Optional.of(ALL)))
                        .toList(),
                Optional.empty(),
                false,
                10_000);
    }

    DiscoveryBench runFor(Duration span) {
        time.run(List.copyOf(discovery.loops().values()), span);
        return this;
    }

    List<String> projects() {
        return discovery.inventory().projects().stream()
                .map(ProjectInventory::id)
                .toList();
    }

    List<String> devices(String projectId) {
        return discovery.inventory().projects().stream()
                .filter(project -> project.id().equals(projectId))
                .flatMap(project -> project.devices().stream())
                .map(Device::id)
                .toList();
    }

    @Override
    public void inventory(AccountInventory inventory) {
        whenChanged.run();
        inventories.add(inventory);
    }

    @Override
    public void recentSessions(RecentSessions sessions) {
        seen.add(sessions);
    }

    @Override
    public void recentSessionsUnknown(String projectId) {
        unknown.add(projectId);
    }
}
