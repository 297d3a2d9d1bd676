package trro.exporter.backfill;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import trro.exporter.api.ApiException;
import trro.exporter.api.ListAction;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.config.ProjectConfig;
import trro.exporter.discovery.WholeList;
import trro.exporter.model.Device;
import trro.exporter.model.IdFilter;

/** Finds out whose past is to be asked for: listed projects and devices, and those that TRRO's lists name. */
public final class Subjects {

    /** Reads lists of an account within the budget of their action. */
    public interface Lists extends BiFunction<AccountConfig, ListAction<?>, WholeList> {}

    /**
     * The wanted ones.
     *
     * @param projects ids; empty for all
     * @param devices ids; empty for all, and for the projects' own figures
     */
    public record Wanted(Set<String> projects, Set<String> devices) {

        public Wanted {
            projects = Set.copyOf(projects);
            devices = Set.copyOf(devices);
        }

        boolean project(String id) {
            return projects.isEmpty() || projects.contains(id);
        }
    }

    private final Lists lists;
    private final Wanted wanted;
    private final List<Subject> subjects = new ArrayList<>();
    private final Set<String> taken = new TreeSet<>();

    private Subjects(Lists lists, Wanted wanted) {
        this.lists = lists;
        this.wanted = wanted;
    }

    /**
     * All of them, each once: the projects of an account before its devices.
     *
     * @throws BackfillException if a list cannot be read
     */
    public static List<Subject> of(ExporterConfig config, Wanted wanted, Lists lists)
            throws BackfillException, InterruptedException {
        Subjects all = new Subjects(lists, wanted);
        for (AccountConfig account : config.accounts()) {
            try {
                all.add(account);
            } catch (ApiException e) {
                throw new BackfillException("the projects and devices of account " + account.name()
                        + " cannot be listed: " + e.getMessage()
                        + "; or list what is wanted in the configuration instead of discovering it");
            }
        }
        return all.subjects;
    }

    private void add(AccountConfig account) throws ApiException, InterruptedException {
        List<Subject> devices = new ArrayList<>();
        for (ProjectConfig project : projects(account)) {
            if (!wanted.project(project.id()) || !taken.add(project.id())) {
                continue;
            }
            if (wanted.devices().isEmpty()) {
                subjects.add(new Subject(account.name(), project.id(), Optional.empty()));
            }
            for (String device : devices(account, project)) {
                if (wanted.devices().isEmpty() || wanted.devices().contains(device)) {
                    devices.add(new Subject(account.name(), project.id(), Optional.of(device)));
                }
            }
        }
        subjects.addAll(devices);
    }

    private List<ProjectConfig> projects(AccountConfig account) throws ApiException, InterruptedException {
        List<ProjectConfig> projects = new ArrayList<>(account.projects());
        if (account.discovery().isPresent()) {
            Set<String> ids = new TreeSet<>();
            read(account, ListAction.PROJECTS, ListAction.ACCOUNT).forEach(project -> ids.add(project.id()));
            Optional<IdFilter> devices = account.discovery().get().devices();
            kept(ids, account.discovery().get().projects())
                    .forEach(id -> projects.add(new ProjectConfig(id, List.of(), devices)));
        }
        return projects;
    }

    private List<String> devices(AccountConfig account, ProjectConfig project)
            throws ApiException, InterruptedException {
        if (project.discovery().isEmpty()) {
            return project.devices();
        }
        Set<String> ids = new TreeSet<>();
        for (ListAction<Device> list : List.of(ListAction.LICENSED_DEVICES, ListAction.REGISTERED_DEVICES)) {
            read(account, list, project.id()).forEach(device -> ids.add(device.id()));
        }
        read(account, ListAction.RECENT_SESSIONS, project.id()).forEach(session -> {
            session.fieldDeviceId().ifPresent(ids::add);
            session.remoteDeviceId().ifPresent(ids::add);
        });
        return kept(ids, project.discovery().get());
    }

    private <T> List<T> read(AccountConfig account, ListAction<T> list, String key)
            throws ApiException, InterruptedException {
        return lists.apply(account, list).read(list, key).orElse(List.of());
    }

    private static List<String> kept(Set<String> ids, IdFilter filter) {
        return ids.stream().filter(filter.wanted()).limit(filter.max()).toList();
    }
}
