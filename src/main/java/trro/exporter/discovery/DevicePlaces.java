package trro.exporter.discovery;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import trro.exporter.api.TrroAction;
import trro.exporter.model.Device;
import trro.exporter.model.ProjectInventory;

/** Deals out an account's places to the devices of its projects: whoever has one stays, the rest is shared evenly. */
final class DevicePlaces {

    private DevicePlaces() {}

    /**
     * The devices of a project before the account's maximum is applied.
     *
     * @param name the project's; empty where no list told it
     * @param devices every device that is known, by id
     * @param others those beside the named ones that are to be polled
     * @param before the project as it was until now
     */
    record Candidates(
            DiscoveryPlan.Project project,
            Optional<String> name,
            Map<String, Device> devices,
            Selection others,
            Optional<ProjectInventory> before) {

        /** The number of those that have a place already. */
        private int firm() {
            long kept = others.kept().stream().filter(ids(before)::contains).count();
            return project.devices().size() + (int) kept;
        }

        private int all() {
            return project.devices().size() + others.kept().size();
        }
    }

    /**
     * The candidates of a project: those that are named, and the wanted ones of all that are known; of those that are
     * polled already while not every list was tried.
     *
     * @param sources the lists that are to be tried
     */
    static Candidates candidates(
            DiscoveryPlan.Project project,
            Optional<String> name,
            ProjectDevices listed,
            Set<TrroAction> sources,
            Optional<ProjectInventory> before) {
        Map<String, Device> devices = listed.byId();
        Set<String> polled = ids(before);
        Set<String> known = listed.hasTried(sources) ? devices.keySet() : polled;
        Set<String> named = Set.copyOf(project.devices());
        Selection selected = project.discovered()
                .map(wanted -> Selection.of(known, named, wanted, polled).withDropped(listed.unread()))
                .orElse(Selection.NONE);
        return new Candidates(project, name, devices, selected, before);
    }

    private static Set<String> ids(Optional<ProjectInventory> project) {
        return project.stream()
                .flatMap(known -> known.devices().stream())
                .map(Device::id)
                .collect(Collectors.toSet());
    }

    /** The projects with the devices that are polled. One that has not changed is the same object as before. */
    static List<ProjectInventory> deal(List<Candidates> projects, int places) {
        int[] firm = shares(projects.stream().map(Candidates::firm).toList(), places);
        List<Integer> wanted = IntStream.range(0, firm.length)
                .mapToObj(index -> projects.get(index).all() - firm[index])
                .toList();
        int[] others = shares(wanted, places - IntStream.of(firm).sum());
        return IntStream.range(0, firm.length)
                .mapToObj(index -> polled(projects.get(index), firm[index] + others[index]))
                .toList();
    }

    private static ProjectInventory polled(Candidates candidates, int places) {
        DiscoveryPlan.Project project = candidates.project();
        List<String> named = project.devices().stream().limit(places).toList();
        Selection others = candidates.others().cut(places - named.size(), ids(candidates.before()));
        List<Device> devices = Stream.concat(named.stream(), others.kept().stream())
                .map(id -> candidates.devices().getOrDefault(id, Device.named(id)))
                .toList();
        int dropped = others.dropped() + project.devices().size() - named.size();
        ProjectInventory polled =
                new ProjectInventory(project.id(), candidates.name(), devices, others.excluded(), dropped);
        return candidates.before().filter(polled::equals).orElse(polled);
    }

    /**
     * Fair shares: nobody gets more than it wants, and nobody who wants more gets less than another by more than one.
     */
    static int[] shares(List<Integer> wants, int places) {
        int[] shares = new int[wants.size()];
        int left = places;
        int[] unmet = unmet(wants, shares);
        while (left > 0 && unmet.length > 0) {
            int each = Math.max(1, left / unmet.length);
            for (int index : unmet) {
                int more = Math.min(Math.min(each, wants.get(index) - shares[index]), left);
                shares[index] += more;
                left -= more;
            }
            unmet = unmet(wants, shares);
        }
        return shares;
    }

    private static int[] unmet(List<Integer> wants, int[] shares) {
        return IntStream.range(0, shares.length)
                .filter(index -> shares[index] < wants.get(index))
                .toArray();
    }
}
