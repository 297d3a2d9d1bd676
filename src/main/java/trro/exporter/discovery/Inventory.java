package trro.exporter.discovery;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import trro.exporter.api.ListedProject;
import trro.exporter.api.RecentSession;
import trro.exporter.api.RecentSessions;
import trro.exporter.api.TrroAction;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.Device;
import trro.exporter.model.LicenseCounts;
import trro.exporter.model.ProjectInventory;
import trro.exporter.storage.StateReader;
import trro.exporter.storage.StateWriter;

/**
 * The projects and devices of an account, as its lists add up, and those of them that are polled. Tells the listener of
 * changes, one after the other. Thread-safe.
 *
 * <p>Who was polled before stays while it exists, so that series do not come and go where there is not room for all.
 */
final class Inventory {

    /** Lists that name devices. None of them decides alone, see {@link ProjectDevices#hasTried}. */
    private static final Set<TrroAction> DEVICE_SOURCES =
            EnumSet.of(TrroAction.DEVICES, TrroAction.DEVICE_LIST, TrroAction.RECENT_SESSION_LIST);

    private final DiscoveryPace pace;
    private ListedRows<Optional<String>> listedProjects = new ListedRows<>();
    private final Map<String, ProjectDevices> devices = new HashMap<>();
    private final Set<TrroAction> refused = EnumSet.noneOf(TrroAction.class);
    private boolean projectsRead;
    private long unreadProjects;
    private Optional<LicenseCounts> licenses = Optional.empty();
    private volatile DiscoveryPlan plan;
    private volatile DiscoveryListener listener;
    private Runnable changed = () -> {};
    private volatile List<DiscoveryPlan.Project> projects;
    private volatile AccountInventory current = new AccountInventory(List.of(), 0, Optional.empty());
    private boolean told = true; // whether the last change was, as far as the listener did not throw

    Inventory(DiscoveryPlan plan, DiscoveryPace pace, DiscoveryListener listener) {
        this.plan = plan;
        this.pace = pace;
        this.listener = listener;
        projects = plan.projects();
        current = polled(Selection.NONE);
    }

    /**
     * Adds up by another plan from now on, and tells another listener: of the outcome at once, and of changes. Who is
     * polled and would be looked for by the new plan stays until the lists for it were read.
     *
     * @param newChanged is run each time after the listener heard
     */
    synchronized void follow(DiscoveryPlan newPlan, DiscoveryListener newListener, Runnable newChanged) {
        plan = newPlan;
        listener = newListener;
        changed = newChanged;
        AccountInventory before = current;
        addUp();
        tell(before);
    }

    /** Writes what the lists said, and who is polled. */
    synchronized void write(StateWriter out) {
        listedProjects.write(out, name -> out.optional(name, out::text));
        out.number(projectsRead ? 1 : 0);
        out.number(unreadProjects);
        out.map(devices, out::text, project -> project.write(out));
        out.each(refused, out::constant);
        out.optional(licenses, counts -> write(counts, out));
        out.each(current.projects(), project -> {
            out.text(project.id());
            out.each(project.devices(), device -> out.text(device.id()));
        });
    }

    /** Reads what was written, for an inventory whose lists were not read yet. */
    static Consumer<Inventory> read(StateReader in) {
        ListedRows<Optional<String>> listed = ListedRows.read(in, () -> in.optional(in::text));
        boolean read = in.truth();
        long unread = in.number();
        Map<String, ProjectDevices> byProject = in.map(in::text, () -> ProjectDevices.read(in));
        List<TrroAction> absent = in.each(() -> in.constant(TrroAction.class));
        Optional<LicenseCounts> counts = in.optional(() -> readLicenses(in));
        List<ProjectInventory> polled = in.each(
                () -> new ProjectInventory(in.text(), Optional.empty(), in.each(() -> Device.named(in.text())), 0, 0));
        return inventory -> {
            synchronized (inventory) {
                inventory.listedProjects = listed;
                inventory.projectsRead = read;
                inventory.unreadProjects = unread;
                inventory.devices.putAll(byProject);
                inventory.refused.addAll(absent);
                inventory.licenses = counts;
                inventory.current = new AccountInventory(polled, 0, counts);
                inventory.told = false;
                inventory.count();
            }
        };
    }

    private static void write(LicenseCounts counts, StateWriter out) {
        out.number(counts.valid());
        out.number(counts.bound());
        out.number(counts.unbound());
        out.number(counts.expired());
        out.number(counts.overMonthlyUsage().orElse(-1));
    }

    private static LicenseCounts readLicenses(StateReader in) {
        return new LicenseCounts(
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                LongStream.of(in.number()).filter(over -> over >= 0).findFirst());
    }

    /** The present state; at first what the plan names. */
    AccountInventory current() {
        return current;
    }

    /** The projects that are polled, each with what is to be found out about it. */
    List<DiscoveryPlan.Project> projects() {
        return projects;
    }

    synchronized void projects(ListSnapshot<ListedProject> list) {
        Map<String, Optional<String>> names = new HashMap<>();
        list.rows()
                .forEach(project -> names.merge(project.id(), project.name(), (first, other) -> first.or(() -> other)));
        listedProjects.replace(names, list.pages());
        projectsRead = true;
        unreadProjects = list.unread();
        count();
    }

    synchronized void devices(TrroAction action, String projectId, ListSnapshot<Device> list) {
        readable(action);
        countIf(devices(projectId).listed(action, list));
    }

    void sessions(String projectId, ListSnapshot<RecentSession> list) {
        sighted(projectId, list);
        boolean whole = list.pages() != ListSnapshot.SO_FAR; // else those it lacks would count as idle
        if (whole && plan.readsSessions()) {
            listener.recentSessions(RecentSessions.of(projectId, list.rows(), list.askedAt()));
        }
    }

    private synchronized void sighted(String projectId, ListSnapshot<RecentSession> list) {
        readable(TrroAction.RECENT_SESSION_LIST);
        countIf(devices(projectId).seen(list, pace.sightings()));
    }

    synchronized void licenses(ListSnapshot<LicenseCounts> list) {
        list.rows().forEach(counts -> licenses = Optional.of(counts));
        count();
    }

    /** A list could not be read; what it last said is kept. */
    void failed(TrroAction action, String key) {
        unknown(action, key);
        tried(action, key);
    }

    private synchronized void tried(TrroAction action, String key) {
        if (DEVICE_SOURCES.contains(action)) {
            countIf(devices(key).tried(action));
        }
    }

    /** An action's lists cannot be read, whatever their key: they hold up nothing until they can. */
    synchronized void refused(TrroAction action, Iterable<String> keys) {
        keys.forEach(key -> unknown(action, key));
        refused.add(action);
        count();
    }

    /**
     * A project whose devices were decided without the list does not wait for it, or they would be gone until it is
     * read.
     */
    private void readable(TrroAction action) {
        Set<TrroAction> sources = sources();
        if (refused.remove(action)) {
            devices.values().stream()
                    .filter(project -> project.hasTried(sources))
                    .forEach(project -> project.tried(action));
        }
    }

    private void unknown(TrroAction action, String projectId) {
        if (action == TrroAction.RECENT_SESSION_LIST && plan.readsSessions()) {
            listener.recentSessionsUnknown(projectId);
        }
    }

    private ProjectDevices devices(String projectId) {
        return devices.computeIfAbsent(projectId, id -> new ProjectDevices());
    }

    private Set<TrroAction> sources() {
        Set<TrroAction> sources = EnumSet.copyOf(DEVICE_SOURCES);
        sources.removeAll(refused);
        return sources;
    }

    private void countIf(boolean news) {
        if (news || !told) {
            count();
        }
    }

    /** Adds everything up anew. Under the lock, so that the listener hears of changes in their order. */
    private void count() {
        AccountInventory before = current;
        addUp();
        if (!current.equals(before) || !told) {
            tell(before);
        }
    }

    private void tell(AccountInventory before) {
        told = false;
        DroppedLog.log(before, current);
        listener.inventory(current);
        told = true;
        changed.run();
    }

    private void addUp() {
        Selection found = foundProjects();
        projects = Stream.concat(plan.projects().stream(), found.kept().stream().map(this::found))
                .toList();
        devices.keySet().retainAll(ids(projects.stream().map(DiscoveryPlan.Project::id)));
        current = polled(found);
    }

    private Selection foundProjects() {
        if (plan.search().isEmpty()) {
            return Selection.NONE;
        }
        Set<String> named = ids(plan.projects().stream().map(DiscoveryPlan.Project::id));
        Set<String> before = ids(current.projects().stream().map(ProjectInventory::id));
        Set<String> known = projectsRead ? listedProjects.rows().keySet() : before;
        return Selection.of(known, named, plan.search().get().projects(), before)
                .cut(Math.max(0, plan.mostPolled() - named.size()), before)
                .withDropped(unreadProjects);
    }

    private DiscoveryPlan.Project found(String id) {
        return new DiscoveryPlan.Project(id, List.of(), plan.search().flatMap(DiscoveryPlan.Search::devices));
    }

    private AccountInventory polled(Selection found) {
        Map<String, ProjectInventory> before =
                current.projects().stream().collect(Collectors.toMap(ProjectInventory::id, project -> project));
        List<DevicePlaces.Candidates> candidates = projects.stream()
                .map(project -> candidates(project, Optional.ofNullable(before.get(project.id()))))
                .toList();
        int places = Math.max(0, plan.mostPolled() - projects.size());
        return new AccountInventory(DevicePlaces.deal(candidates, places), found.dropped(), licenses);
    }

    private DevicePlaces.Candidates candidates(DiscoveryPlan.Project project, Optional<ProjectInventory> before) {
        Optional<String> name =
                Optional.ofNullable(listedProjects.rows().get(project.id())).flatMap(text -> text);
        return DevicePlaces.candidates(project, name, devices(project.id()), sources(), before);
    }

    private static Set<String> ids(Stream<String> ids) {
        return ids.collect(Collectors.toSet());
    }
}
