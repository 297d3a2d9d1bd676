package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.api.TrroAction.DEVICES;
import static trro.exporter.api.TrroAction.DEVICE_LIST;
import static trro.exporter.api.TrroAction.RECENT_SESSION_LIST;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ListedProject;
import trro.exporter.model.Device;
import trro.exporter.model.IdFilter;
import trro.exporter.model.LicenseCounts;
import trro.exporter.model.ProjectInventory;

class CensusTest {

    private static final Instant NOW = Instant.parse("2026-11-22T08:20:00Z");
    private static final IdFilter ALL = max(1_000);

    private static IdFilter max(int max) {
        return new IdFilter(List.of(), List.of(), max);
    }

    private static DiscoveryPlan.Project named(String id, String... devices) {
        return new DiscoveryPlan.Project(id, List.of(devices), Optional.empty());
    }

    private static DiscoveryPlan.Project discovering(String id, IdFilter filter, String... devices) {
        return new DiscoveryPlan.Project(id, List.of(devices), Optional.of(filter));
    }

    private static Census census(int mostPolled, DiscoveryPlan.Project... projects) {
        return new Census(new DiscoveryPlan(List.of(projects), Optional.empty(), false, false, mostPolled));
    }

    private static Census searching(int mostPolled, IdFilter projects, DiscoveryPlan.Project... named) {
        return new Census(new DiscoveryPlan(
                List.of(named),
                Optional.of(new DiscoveryPlan.Search(projects, Optional.of(ALL))),
                false,
                false,
                mostPolled));
    }

    private static void listProjects(Census census, String... ids) {
        List<ListedProject> rows = Stream.of(ids)
                .map(id -> new ListedProject(id, Optional.of("name of " + id)))
                .toList();
        census.projects(new WholeList<>(rows, 0, NOW, 0));
        census.count();
    }

    /** All lists of a project were read; one names these devices. */
    private static void listDevices(Census census, String project, String... ids) {
        tell(census, project, ids);
        census.count();
    }

    private static void tell(Census census, String project, String... ids) {
        Roster roster = census.roster(project);
        roster.listed(DEVICES, new WholeList<>(Stream.of(ids).map(Device::named).toList(), 0, NOW, 0));
        roster.tried(DEVICE_LIST);
        roster.tried(RECENT_SESSION_LIST);
    }

    private static String[] ids(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> prefix + String.format("%03d", i))
                .toArray(String[]::new);
    }

    private static ProjectInventory project(Census census, String id) {
        return census.inventory().projects().stream()
                .filter(project -> project.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> polled(Census census, String id) {
        return project(census, id).devices().stream().map(Device::id).toList();
    }

    private static List<String> projects(Census census) {
        return census.inventory().projects().stream().map(ProjectInventory::id).toList();
    }

    @Test
    void whatThePlanNamesIsThereAtOnceListedOrNot() {
        Census census = searching(10, ALL, named("p", "b", "a"));

        assertThat(polled(census, "p")).containsExactly("a", "b");
        listProjects(census);
        assertThat(projects(census)).containsExactly("p");
    }

    @Test
    void namesComeFromTheListsForTheNamedToo() {
        Census census = searching(10, ALL, discovering("p", ALL, "a"));
        Device known = new Device("a", Optional.of("Truck A"), Optional.empty(), Optional.empty());

        listProjects(census, "p", "q");
        census.roster("p").listed(DEVICES, new WholeList<>(List.of(known), 0, NOW, 0));
        census.count();

        assertThat(project(census, "p").name()).contains("name of p");
        assertThat(project(census, "p").devices()).containsExactly(known);
        assertThat(projects(census)).containsExactly("p", "q");
    }

    @Test
    void aProjectThatComesTwiceHasTheNameThatOneRowTells() {
        Census census = searching(10, ALL);

        census.projects(new WholeList<>(
                List.of(new ListedProject("p", Optional.empty()), new ListedProject("p", Optional.of("harbour"))),
                0,
                NOW,
                0));
        census.count();

        assertThat(project(census, "p").name()).contains("harbour");
    }

    @Test
    void aProjectThatIsNoLongerListedIsGoneWithWhatWasKnownOfIt() {
        Census census = searching(10, ALL);
        listProjects(census, "p", "q");
        listDevices(census, "q", "a");

        listProjects(census, "p");
        listProjects(census, "p", "q");

        assertThat(polled(census, "q")).isEmpty();
    }

    @Test
    void whoIsKeptDoesNotDependOnWhichListIsQuickest() {
        Census census = census(10, discovering("p", max(2)));
        Roster roster = census.roster("p");

        roster.listed(DEVICES, new WholeList<>(List.of(Device.named("x"), Device.named("y")), 0, NOW, 0));
        census.count();
        assertThat(polled(census, "p")).isEmpty();
        roster.listed(DEVICE_LIST, new WholeList<>(List.of(Device.named("a")), 0, NOW, 0));
        census.count();
        assertThat(polled(census, "p")).isEmpty();
        roster.tried(RECENT_SESSION_LIST);
        census.count();

        assertThat(polled(census, "p")).containsExactly("a", "x");
        assertThat(project(census, "p").dropped()).isEqualTo(1);
    }

    @Test
    void anActionThatIsRefusedHoldsUpNothing() {
        Census census = census(10, discovering("p", ALL));
        census.roster("p").listed(DEVICES, new WholeList<>(List.of(Device.named("x")), 0, NOW, 0));
        census.roster("p").tried(RECENT_SESSION_LIST);

        census.refused(DEVICE_LIST);

        assertThat(census.count()).isTrue();
        assertThat(polled(census, "p")).containsExactly("x");
    }

    @Test
    void devicesThatAreNotWantedAreCounted() {
        IdFilter filter = new IdFilter(List.of("truck-.*"), List.of("truck-9"), 2);
        Census census = census(10, discovering("p", filter, "bus-7"));

        listDevices(census, "p", "bus-7", "bus-8", "truck-1", "truck-2", "truck-3", "truck-9");

        assertThat(polled(census, "p")).containsExactly("bus-7", "truck-1", "truck-2");
        assertThat(project(census, "p").excluded()).isEqualTo(2);
        assertThat(project(census, "p").dropped()).isEqualTo(1);
    }

    @Test
    void whoWasPolledStaysWhenOthersAreFound() {
        Census census = census(10, discovering("p", max(2)));
        listDevices(census, "p", "m", "n");

        listDevices(census, "p", "a", "b", "m", "n");
        assertThat(polled(census, "p")).containsExactly("m", "n");

        listDevices(census, "p", "a", "b", "n");
        assertThat(polled(census, "p")).containsExactly("a", "n");
    }

    @Test
    void projectsBeyondTheirMaximumAreCountedAndThosePolledStay() {
        Census census = searching(100, max(2));
        listProjects(census, "m", "n");

        listProjects(census, "a", "m", "n");

        assertThat(projects(census)).containsExactly("m", "n");
        assertThat(census.inventory().droppedProjects()).isEqualTo(1);
    }

    @Test
    void theAccountsMaximumBoundsProjectsToo() {
        Census census = searching(3, ALL, named("own"));

        listProjects(census, "a", "b", "c", "own");

        assertThat(projects(census)).containsExactly("own", "a", "b");
        assertThat(census.inventory().droppedProjects()).isEqualTo(1);
    }

    @Test
    void whatTheModestLeaveOfTheAccountsMaximumGoesToTheOthersEvenly() {
        Census census = census(13, discovering("p", ALL), discovering("q", ALL), discovering("r", ALL));

        Map.of("p", 50, "q", 2, "r", 50).forEach((id, count) -> tell(census, id, ids(id, count)));
        census.count();

        assertThat(census.inventory().projects())
                .extracting(project -> project.devices().size())
                .containsExactly(4, 2, 4);
        assertThat(census.inventory().projects())
                .extracting(ProjectInventory::dropped)
                .containsExactly(46, 0, 46);
    }

    @Test
    void aProjectThatGrowsTakesNobodysPlace() {
        Census census = census(8, discovering("p", ALL), discovering("q", ALL));
        listDevices(census, "p", ids("p", 5));
        listDevices(census, "q", ids("q", 1));

        listDevices(census, "q", ids("q", 50));

        assertThat(polled(census, "p")).hasSize(5);
        assertThat(polled(census, "q")).hasSize(1);
        assertThat(project(census, "q").dropped()).isEqualTo(49);
    }

    @Test
    void rowsThatWereNotReadCountAsDropped() {
        Census census = searching(100, ALL, discovering("p", ALL));

        census.roster("p").listed(DEVICES, new WholeList<>(List.of(Device.named("a")), 7, NOW, 0));
        census.projects(new WholeList<>(List.of(), 3, NOW, 0));
        census.refused(DEVICE_LIST);
        census.refused(RECENT_SESSION_LIST);
        census.count();

        assertThat(project(census, "p").dropped()).isEqualTo(7);
        assertThat(census.inventory().droppedProjects()).isEqualTo(3);
    }

    @Test
    void nothingNewChangesNothingAndKeepsTheSameObjects() {
        Census census = census(100, discovering("p", ALL), discovering("q", ALL));
        listDevices(census, "p", "a");
        ProjectInventory before = project(census, "p");

        assertThat(census.count()).isFalse();
        listDevices(census, "q", "b");

        assertThat(project(census, "p")).isSameAs(before);
    }

    @Test
    void licencesAreTold() {
        Census census = census(100, named("p"));
        LicenseCounts counts = new LicenseCounts(1, 2, 3, 4, OptionalLong.of(5));

        census.licenses(counts);

        assertThat(census.count()).isTrue();
        assertThat(census.inventory().licenses()).contains(counts);
    }
}
