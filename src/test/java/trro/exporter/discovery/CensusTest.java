package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.api.TrroAction.DEVICES;
import static trro.exporter.api.TrroAction.DEVICE_LIST;
import static trro.exporter.api.TrroAction.RECENT_SESSION_LIST;
import static trro.exporter.discovery.CensusBench.ALL;
import static trro.exporter.discovery.CensusBench.census;
import static trro.exporter.discovery.CensusBench.discovering;
import static trro.exporter.discovery.CensusBench.list;
import static trro.exporter.discovery.CensusBench.max;
import static trro.exporter.discovery.CensusBench.named;
import static trro.exporter.discovery.CensusBench.searching;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ListedProject;
import trro.exporter.model.Device;
import trro.exporter.model.LicenseCounts;
import trro.exporter.model.ProjectInventory;

class CensusTest {

    @Test
    void whatThePlanNamesIsThereAtOnceListedOrNot() {
        CensusBench bench = searching(10, ALL, named("p", "b", "a"));

        assertThat(bench.polled("p")).containsExactly("a", "b");
        bench.listProjects();
        assertThat(bench.projects()).containsExactly("p");
    }

    @Test
    void namesComeFromTheListsForTheNamedToo() {
        CensusBench bench = searching(10, ALL, discovering("p", ALL, "a"));
        Device known = new Device("a", Optional.of("Truck A"), Optional.empty(), Optional.empty());

        bench.listProjects("p", "q");
        bench.census.roster("p").listed(DEVICES, list(List.of(known), 0));
        bench.census.count();

        assertThat(bench.project("p").name()).contains("name of p");
        assertThat(bench.project("p").devices()).containsExactly(known);
        assertThat(bench.projects()).containsExactly("p", "q");
    }

    @Test
    void aProjectThatFellBetweenTwoPagesIsKeptOnceMore() {
        CensusBench bench = searching(10, ALL);
        bench.listProjects("p", "q");
        WholeList<ListedProject> without =
                new WholeList<>(List.of(new ListedProject("p", Optional.empty())), 0, 2, 0, Instant.EPOCH, 0);

        bench.census.projects(without);
        bench.census.count();
        assertThat(bench.projects()).containsExactly("p", "q");

        bench.census.projects(without);
        bench.census.count();
        assertThat(bench.projects()).containsExactly("p");
    }

    @Test
    void aListThatCouldNotBeReadForAnyProjectIsWaitedForAgainOnceItCan() {
        CensusBench bench = census(10, discovering("p", ALL));
        bench.census.refused(DEVICE_LIST);
        bench.census.refused(RECENT_SESSION_LIST);
        bench.census.readable(DEVICE_LIST);
        bench.census.roster("p").listed(DEVICES, list(List.of(Device.named("a")), 0));
        bench.census.count();
        assertThat(bench.polled("p")).isEmpty();

        bench.census.roster("p").tried(DEVICE_LIST);
        bench.census.count();
        assertThat(bench.polled("p")).containsExactly("a");
    }

    @Test
    void aProjectThatComesTwiceHasTheNameThatOneRowTells() {
        CensusBench bench = searching(10, ALL);

        bench.census.projects(list(
                List.of(new ListedProject("p", Optional.empty()), new ListedProject("p", Optional.of("harbour"))), 0));
        bench.census.count();

        assertThat(bench.project("p").name()).contains("harbour");
    }

    @Test
    void aProjectThatIsNoLongerListedIsGoneWithWhatWasKnownOfIt() {
        CensusBench bench = searching(10, ALL);
        bench.listProjects("p", "q");
        bench.listDevices("q", "a");

        bench.listProjects("p");
        bench.listProjects("p", "q");

        assertThat(bench.polled("q")).isEmpty();
    }

    @Test
    void whoIsKeptDoesNotDependOnWhichListIsQuickest() {
        CensusBench bench = census(10, discovering("p", max(2)));
        Roster roster = bench.census.roster("p");

        roster.listed(DEVICES, list(List.of(Device.named("x"), Device.named("y")), 0));
        bench.census.count();
        assertThat(bench.polled("p")).isEmpty();
        roster.listed(DEVICE_LIST, list(List.of(Device.named("a")), 0));
        bench.census.count();
        assertThat(bench.polled("p")).isEmpty();
        roster.tried(RECENT_SESSION_LIST);
        bench.census.count();

        assertThat(bench.polled("p")).containsExactly("a", "x");
        assertThat(bench.project("p").dropped()).isEqualTo(1);
    }

    @Test
    void anActionThatIsRefusedHoldsUpNothing() {
        CensusBench bench = census(10, discovering("p", ALL));
        bench.census.roster("p").listed(DEVICES, list(List.of(Device.named("x")), 0));
        bench.census.roster("p").tried(RECENT_SESSION_LIST);

        bench.census.refused(DEVICE_LIST);

        assertThat(bench.census.count()).isTrue();
        assertThat(bench.polled("p")).containsExactly("x");
    }

    @Test
    void nothingNewChangesNothingAndKeepsTheSameObjects() {
        CensusBench bench = census(100, discovering("p", ALL), discovering("q", ALL));
        bench.listDevices("p", "a");
        ProjectInventory before = bench.project("p");

        assertThat(bench.census.count()).isFalse();
        bench.listDevices("q", "b");

        assertThat(bench.project("p")).isSameAs(before);
    }

    @Test
    void licencesAreTold() {
        CensusBench bench = census(100, named("p"));
        LicenseCounts counts = new LicenseCounts(1, 2, 3, 4, OptionalLong.of(5));

        bench.census.licenses(counts);

        assertThat(bench.census.count()).isTrue();
        assertThat(bench.census.inventory().licenses()).contains(counts);
    }
}
