package trro.exporter.discovery;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import trro.exporter.api.ListedProject;
import trro.exporter.api.TrroAction;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.Device;
import trro.exporter.model.LicenseCounts;
import trro.exporter.model.ProjectInventory;

/**
 * What the lists of an account add up to: who exists, and who of them is polled.
 *
 * <p>Who was polled before stays while it exists, so that series do not come and go where there is not room for all. Where the
 * account's maximum is too small, projects share it evenly. Confined to one thread.
 */
final class Census {

    /** Lists that name devices. None of them decides alone, see {@link Roster#hasTried}. */
    static final Set<TrroAction> DEVICE_SOURCES =
            EnumSet.of(TrroAction.DEVICES, TrroAction.DEVICE_LIST, TrroAction.RECENT_SESSION_LIST);

    private final DiscoveryPlan plan;
    private final ListedRows<Optional<String>> listedProjects = new ListedRows<>();
    private final Map<String, Roster> rosters = new HashMap<>();
    private final Set<TrroAction> refused = EnumSet.noneOf(TrroAction.class);
    private long unreadProjects;
    private Optional<LicenseCounts> licenses = Optional.empty();
    private List<DiscoveryPlan.Project> projects;
    private AccountInventory inventory;

    Census(DiscoveryPlan plan) {
        this.plan = plan;
        projects = plan.projects();
        inventory = new AccountInventory(List.of(), 0, Optional.empty());
        count();
    }

    /** As it was when last counted. */
    AccountInventory inventory() {
        return inventory;
    }

    /** The projects that are polled, each with what is to be found out about it. */
    List<DiscoveryPlan.Project> projects() {
        return projects;
    }

    void projects(WholeList<ListedProject> list) {
        Map<String, Optional<String>> names = new HashMap<>();
        list.rows()
                .forEach(project -> names.merge(project.id(), project.name(), (first, other) -> first.or(() -> other)));
        listedProjects.replace(names, list.pages());
        unreadProjects = list.unread();
    }

    void licenses(LicenseCounts counts) {
        licenses = Optional.of(counts);
    }

    /** A list that cannot be read for any project holds up nothing, until it can. */
    void refused(TrroAction action) {
        refused.add(action);
    }

    /** A project whose devices were decided without the list does not wait for it, or they would be gone until it is read. */
    void readable(TrroAction action) {
        Set<TrroAction> sources = sources();
        if (refused.remove(action)) {
            rosters.values().stream()
                    .filter(roster -> roster.hasTried(sources))
                    .forEach(roster -> roster.tried(action));
        }
    }

    private Set<TrroAction> sources() {
        Set<TrroAction> sources = EnumSet.copyOf(DEVICE_SOURCES);
        sources.removeAll(refused);
        return sources;
    }

    Roster roster(String projectId) {
        return rosters.computeIfAbsent(projectId, id -> new Roster());
    }

    /** Adds everything up anew; returns whether anything has changed. */
    boolean count() {
        Choice found = foundProjects();
        projects = Stream.concat(plan.projects().stream(), found.kept().stream().map(this::found))
                .toList();
        rosters.keySet()
                .retainAll(projects.stream().map(DiscoveryPlan.Project::id).collect(Collectors.toSet()));
        AccountInventory counted = new AccountInventory(devices(), found.dropped(), licenses);
        boolean changed = !counted.equals(inventory);
        inventory = counted;
        return changed;
    }

    private Choice foundProjects() {
        if (plan.search().isEmpty()) {
            return Choice.NONE;
        }
        Set<String> named =
                plan.projects().stream().map(DiscoveryPlan.Project::id).collect(Collectors.toSet());
        List<String> others = listedProjects.rows().keySet().stream()
                .filter(id -> !named.contains(id))
                .sorted()
                .toList();
        Set<String> before =
                inventory.projects().stream().map(ProjectInventory::id).collect(Collectors.toSet());
        Choice choice = Choice.of(others, plan.search().get().projects(), before)
                .cut(Math.max(0, plan.mostPolled() - named.size()), before);
        return choice.withDropped(unreadProjects);
    }

    private DiscoveryPlan.Project found(String id) {
        return new DiscoveryPlan.Project(id, List.of(), plan.search().flatMap(DiscoveryPlan.Search::devices));
    }

    /** A project's devices before the account's maximum is applied. */
    private record Candidates(
            DiscoveryPlan.Project project, Map<String, Device> known, Choice choice, Set<String> before) {

        /** Those that have a place already. */
        int firm() {
            long kept = choice.kept().stream().filter(before::contains).count();
            return project.devices().size() + (int) kept;
        }

        int all() {
            return project.devices().size() + choice.kept().size();
        }
    }

    private List<ProjectInventory> devices() {
        Map<String, ProjectInventory> former =
                inventory.projects().stream().collect(Collectors.toMap(ProjectInventory::id, Function.identity()));
        List<Candidates> candidates = projects.stream()
                .map(project -> candidates(project, Optional.ofNullable(former.get(project.id()))))
                .toList();
        int places = Math.max(0, plan.mostPolled() - projects.size());
        int[] firm = Shares.of(candidates.stream().map(Candidates::firm).toList(), places);
        List<Integer> wanted = new ArrayList<>();
        IntStream.range(0, firm.length)
                .forEach(index -> wanted.add(candidates.get(index).all() - firm[index]));
        int[] others = Shares.of(wanted, places - IntStream.of(firm).sum());
        return IntStream.range(0, firm.length)
                .mapToObj(index -> inventory(candidates.get(index), firm[index] + others[index]))
                .map(project -> former.getOrDefault(project.id(), project).equals(project)
                        ? former.getOrDefault(
                                project.id(), project) // the same object, so that what was built on it is kept
                        : project)
                .toList();
    }

    private Candidates candidates(DiscoveryPlan.Project project, Optional<ProjectInventory> former) {
        Roster roster = roster(project.id());
        Map<String, Device> known = roster.known();
        Set<String> before = former.stream()
                .flatMap(inventory -> inventory.devices().stream())
                .map(Device::id)
                .collect(Collectors.toSet());
        if (project.discovered().isEmpty() || !roster.hasTried(sources())) {
            return new Candidates(project, known, Choice.NONE, before);
        }
        Set<String> named = new HashSet<>(project.devices());
        List<String> others =
                known.keySet().stream().filter(id -> !named.contains(id)).toList();
        Choice choice = Choice.of(others, project.discovered().get(), before).withDropped(roster.unread());
        return new Candidates(project, known, choice, before);
    }

    private ProjectInventory inventory(Candidates candidates, int places) {
        DiscoveryPlan.Project project = candidates.project();
        List<String> named = project.devices().stream().limit(places).toList();
        Choice choice = candidates.choice().cut(places - named.size(), candidates.before());
        List<Device> devices = Stream.concat(named.stream(), choice.kept().stream())
                .map(id -> candidates.known().getOrDefault(id, Device.named(id)))
                .toList();
        return new ProjectInventory(
                project.id(),
                Optional.ofNullable(listedProjects.rows().get(project.id())).flatMap(name -> name),
                devices,
                choice.excluded(),
                choice.dropped() + project.devices().size() - named.size());
    }
}
