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
import trro.exporter.model.Device;
import trro.exporter.model.IdFilter;
import trro.exporter.model.ProjectInventory;

/** A {@link Census} that is told what lists say. */
final class CensusBench {

    static final IdFilter ALL = max(1_000);

    final Census census;

    private CensusBench(DiscoveryPlan plan) {
        census = new Census(plan);
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

    static CensusBench census(int mostPolled, DiscoveryPlan.Project... projects) {
        return new CensusBench(new DiscoveryPlan(List.of(projects), Optional.empty(), false, false, mostPolled));
    }

    static CensusBench searching(int mostPolled, IdFilter projects, DiscoveryPlan.Project... named) {
        return new CensusBench(new DiscoveryPlan(
                List.of(named),
                Optional.of(new DiscoveryPlan.Search(projects, Optional.of(ALL))),
                false,
                false,
                mostPolled));
    }

    static String[] ids(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format(Locale.ROOT, "%s%03d", prefix, i))
                .toArray(String[]::new);
    }

    static <T> WholeList<T> list(List<T> rows, long unread) {
        return new WholeList<>(rows, unread, 1, 0, Instant.EPOCH, 0);
    }

    void listProjects(String... ids) {
        List<ListedProject> rows = Stream.of(ids)
                .map(id -> new ListedProject(id, Optional.of("name of " + id)))
                .toList();
        census.projects(list(rows, 0));
        census.count();
    }

    /** All lists of a project were read; one names these devices. */
    void listDevices(String project, String... ids) {
        tell(project, ids);
        census.count();
    }

    /** The same, not counted yet. */
    void tell(String project, String... ids) {
        Roster roster = census.roster(project);
        roster.listed(DEVICES, list(Stream.of(ids).map(Device::named).toList(), 0));
        roster.tried(DEVICE_LIST);
        roster.tried(RECENT_SESSION_LIST);
    }

    ProjectInventory project(String id) {
        return census.inventory().projects().stream()
                .filter(project -> project.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    List<String> polled(String id) {
        return project(id).devices().stream().map(Device::id).toList();
    }

    List<String> projects() {
        return census.inventory().projects().stream().map(ProjectInventory::id).toList();
    }
}
