package trro.exporter.discovery;

import static trro.exporter.api.TrroAction.DEVICES;
import static trro.exporter.api.TrroAction.DEVICE_LIST;
import static trro.exporter.api.TrroAction.RECENT_SESSION_LIST;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import trro.exporter.api.ListedProject;
import trro.exporter.api.RecentSessions;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.Device;
import trro.exporter.model.IdFilter;
import trro.exporter.model.ProjectInventory;
import trro.exporter.time.Moment;

/** An {@link Inventory} that is told what lists say. */
final class InventoryBench implements DiscoveryListener {

    static final IdFilter ALL = max(1_000);

    private static final Moment START = new Moment(Instant.EPOCH, 0);

    final Inventory inventory;
    int changes;

    private InventoryBench(DiscoveryPlan plan) {
        inventory = new Inventory(plan, DiscoveryPace.DEFAULT, this);
    }

    static IdFilter max(int max) {
        return new IdFilter(List.of(), List.of(), max);
    }

    static DiscoveryPlan.Project named(String id, String... devices) {
        return new DiscoveryPlan.Project(id, List.of(devices), Optional.empty());
    }

    static DiscoveryPlan.Project discovering(String id, IdFilter filter, String... devices) {
        return new DiscoveryPlan.Project(id, List.of(devices), Optional.of(filter));
    }

    static InventoryBench inventory(int mostPolled, DiscoveryPlan.Project... projects) {
        return new InventoryBench(new DiscoveryPlan(List.of(projects), Optional.empty(), false, mostPolled));
    }

    static InventoryBench searching(int mostPolled, IdFilter projects, DiscoveryPlan.Project... named) {
        return new InventoryBench(new DiscoveryPlan(
                List.of(named), Optional.of(new DiscoveryPlan.Search(projects, Optional.of(ALL))), false, mostPolled));
    }

    static String[] ids(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format(Locale.ROOT, "%s%03d", prefix, i))
                .toArray(String[]::new);
    }

    static <T> ListSnapshot<T> list(List<T> rows, long unread) {
        return new ListSnapshot<>(rows, unread, 1, 0, START);
    }

    /** A list that has two pages. */
    static <T> ListSnapshot<T> twoPages(List<T> rows) {
        return new ListSnapshot<>(rows, 0, 2, 0, START);
    }

    static ListSnapshot<Device> devices(String... ids) {
        return list(Stream.of(ids).map(Device::named).toList(), 0);
    }

    void listProjects(String... ids) {
        List<ListedProject> rows = Stream.of(ids)
                .map(id -> new ListedProject(id, Optional.of("name of " + id)))
                .toList();
        inventory.projects(list(rows, 0));
    }

    /** All lists of a project were tried; one names these devices. */
    void listDevices(String project, String... ids) {
        inventory.devices(DEVICES, project, devices(ids));
        inventory.failed(DEVICE_LIST, project);
        inventory.failed(RECENT_SESSION_LIST, project);
    }

    /** Of the lists of devices, {@code GetDevices} alone can be read. */
    void refuseOtherLists() {
        inventory.refused(DEVICE_LIST, List.of());
        inventory.refused(RECENT_SESSION_LIST, List.of());
    }

    ProjectInventory project(String id) {
        return inventory.current().projects().stream()
                .filter(project -> project.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    List<String> polled(String id) {
        return project(id).devices().stream().map(Device::id).toList();
    }

    List<String> projects() {
        return inventory.current().projects().stream().map(ProjectInventory::id).toList();
    }

    @Override
    public void inventory(AccountInventory changed) {
        changes++;
    }

    @Override
    public void recentSessions(RecentSessions sessions) {}

    @Override
    public void recentSessionsUnknown(String projectId) {}
}
