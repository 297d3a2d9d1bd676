package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.api.TrroAction.DEVICES;
import static trro.exporter.api.TrroAction.DEVICE_LIST;
import static trro.exporter.api.TrroAction.RECENT_SESSION_LIST;
import static trro.exporter.discovery.InventoryBench.ALL;
import static trro.exporter.discovery.InventoryBench.devices;
import static trro.exporter.discovery.InventoryBench.discovering;
import static trro.exporter.discovery.InventoryBench.inventory;
import static trro.exporter.discovery.InventoryBench.list;
import static trro.exporter.discovery.InventoryBench.max;
import static trro.exporter.discovery.InventoryBench.named;
import static trro.exporter.discovery.InventoryBench.searching;
import static trro.exporter.discovery.InventoryBench.twoPages;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ListedProject;
import trro.exporter.model.Device;
import trro.exporter.model.LicenseCounts;
import trro.exporter.model.ProjectInventory;

class InventoryTest {

    @Test
    void whatThePlanNamesIsThereAtOnceListedOrNot() {
        InventoryBench bench = searching(10, ALL, named("p", "b", "a"));

        assertThat(bench.polled("p")).containsExactly("a", "b");
        bench.listProjects();
        assertThat(bench.projects()).containsExactly("p");
    }

    @Test
    void namesComeFromTheListsForTheNamedToo() {
        InventoryBench bench = searching(10, ALL, discovering("p", ALL, "a"));
        Device known = new Device("a", Optional.of("Truck A"), Optional.empty(), Optional.empty());

        bench.listProjects("p", "q");
        bench.inventory.devices(DEVICES, "p", list(List.of(known), 0));

        assertThat(bench.project("p").name()).contains("name of p");
        assertThat(bench.project("p").devices()).containsExactly(known);
        assertThat(bench.projects()).containsExactly("p", "q");
    }

    @Test
    void aProjectThatFellBetweenTwoPagesIsKeptOnceMore() {
        InventoryBench bench = searching(10, ALL);
        bench.listProjects("p", "q");
        ListSnapshot<ListedProject> without = twoPages(List.of(new ListedProject("p", Optional.empty())));

        bench.inventory.projects(without);
        assertThat(bench.projects()).containsExactly("p", "q");

        bench.inventory.projects(without);
        assertThat(bench.projects()).containsExactly("p");
    }

    @Test
    void aListThatCouldNotBeReadForAnyProjectIsWaitedForAgainOnceItCan() {
        InventoryBench bench = inventory(10, discovering("p", ALL), discovering("q", ALL));
        bench.refuseOtherLists();
        bench.inventory.devices(DEVICE_LIST, "q", devices());
        bench.inventory.devices(DEVICES, "p", devices("a"));
        assertThat(bench.polled("p")).isEmpty();

        bench.inventory.failed(DEVICE_LIST, "p");
        assertThat(bench.polled("p")).containsExactly("a");
    }

    @Test
    void aProjectThatComesTwiceHasTheNameThatOneRowTells() {
        InventoryBench bench = searching(10, ALL);

        bench.inventory.projects(list(
                List.of(new ListedProject("p", Optional.empty()), new ListedProject("p", Optional.of("harbour"))), 0));

        assertThat(bench.project("p").name()).contains("harbour");
    }

    @Test
    void aProjectThatIsNoLongerListedIsGoneWithWhatWasKnownOfIt() {
        InventoryBench bench = searching(10, ALL);
        bench.listProjects("p", "q");
        bench.listDevices("q", "a");

        bench.listProjects("p");
        bench.listProjects("p", "q");

        assertThat(bench.polled("q")).isEmpty();
    }

    @Test
    void whoIsKeptDoesNotDependOnWhichListIsQuickest() {
        InventoryBench bench = inventory(10, discovering("p", max(2)));

        bench.inventory.devices(DEVICES, "p", devices("x", "y"));
        assertThat(bench.polled("p")).isEmpty();
        bench.inventory.devices(DEVICE_LIST, "p", devices("a"));
        assertThat(bench.polled("p")).isEmpty();
        bench.inventory.failed(RECENT_SESSION_LIST, "p");

        assertThat(bench.polled("p")).containsExactly("a", "x");
        assertThat(bench.project("p").dropped()).isEqualTo(1);
    }

    @Test
    void anActionThatIsRefusedHoldsUpNothing() {
        InventoryBench bench = inventory(10, discovering("p", ALL));
        bench.inventory.devices(DEVICES, "p", devices("x"));
        bench.inventory.failed(RECENT_SESSION_LIST, "p");

        bench.inventory.refused(DEVICE_LIST, List.of("p"));

        assertThat(bench.polled("p")).containsExactly("x");
    }

    @Test
    void nothingNewChangesNothingAndKeepsTheSameObjects() {
        InventoryBench bench = inventory(100, discovering("p", ALL), discovering("q", ALL));
        bench.listDevices("p", "a");
        ProjectInventory before = bench.project("p");

        int changes = bench.changes;
        bench.inventory.projects(list(List.of(), 0));
        assertThat(bench.changes).isEqualTo(changes);
        bench.listDevices("q", "b");

        assertThat(bench.project("p")).isSameAs(before);
    }

    @Test
    void licencesAreTold() {
        InventoryBench bench = inventory(100, named("p"));
        LicenseCounts counts = new LicenseCounts(1, 2, 3, 4, OptionalLong.of(5));

        bench.inventory.licenses(list(List.of(counts), 0));

        assertThat(bench.changes).isEqualTo(1);
        assertThat(bench.inventory.current().licenses()).contains(counts);
    }
}
