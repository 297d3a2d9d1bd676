package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.api.TrroAction.DEVICES;
import static trro.exporter.discovery.InventoryBench.ALL;
import static trro.exporter.discovery.InventoryBench.devices;
import static trro.exporter.discovery.InventoryBench.discovering;
import static trro.exporter.discovery.InventoryBench.ids;
import static trro.exporter.discovery.InventoryBench.inventory;
import static trro.exporter.discovery.InventoryBench.list;
import static trro.exporter.discovery.InventoryBench.max;
import static trro.exporter.discovery.InventoryBench.named;
import static trro.exporter.discovery.InventoryBench.searching;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import trro.exporter.model.Device;
import trro.exporter.model.IdFilter;
import trro.exporter.model.ProjectInventory;

/** Who is polled where there is not room for all. */
class InventoryMaximumTest {

    @Test
    void devicesThatAreNotWantedAreCounted() {
        IdFilter filter = new IdFilter(List.of("truck-.*"), List.of("truck-9"), 2);
        InventoryBench bench = inventory(10, discovering("p", filter, "bus-7"));

        bench.listDevices("p", "bus-7", "bus-8", "truck-1", "truck-2", "truck-3", "truck-9");

        assertThat(bench.polled("p")).containsExactly("bus-7", "truck-1", "truck-2");
        assertThat(bench.project("p").excluded()).isEqualTo(2);
        assertThat(bench.project("p").dropped()).isEqualTo(1);
    }

    @Test
    void whoWasPolledStaysWhenOthersAreFound() {
        InventoryBench bench = inventory(10, discovering("p", max(2)));
        bench.listDevices("p", "m", "n");

        bench.listDevices("p", "a", "b", "m", "n");
        assertThat(bench.polled("p")).containsExactly("m", "n");

        bench.listDevices("p", "a", "b", "n");
        assertThat(bench.polled("p")).containsExactly("a", "n");
    }

    @Test
    void projectsBeyondTheirMaximumAreCountedAndThosePolledStay() {
        InventoryBench bench = searching(100, max(2));
        bench.listProjects("m", "n");

        bench.listProjects("a", "m", "n");

        assertThat(bench.projects()).containsExactly("m", "n");
        assertThat(bench.inventory.current().droppedProjects()).isEqualTo(1);
    }

    @Test
    void theAccountsMaximumBoundsProjectsToo() {
        InventoryBench bench = searching(3, ALL, named("own"));

        bench.listProjects("a", "b", "c", "own");

        assertThat(bench.projects()).containsExactly("own", "a", "b");
        assertThat(bench.inventory.current().droppedProjects()).isEqualTo(1);
    }

    @Test
    void whatTheModestLeaveOfTheAccountsMaximumGoesToTheOthersEvenly() {
        InventoryBench bench = inventory(13, discovering("p", ALL), discovering("q", ALL), discovering("r", ALL));

        Map.of("p", 50, "q", 2, "r", 50)
                .forEach((id, count) -> bench.inventory.devices(DEVICES, id, devices(ids(id, count))));
        bench.refuseOtherLists();

        assertThat(bench.inventory.current().projects())
                .extracting(project -> project.devices().size())
                .containsExactly(4, 2, 4);
        assertThat(bench.inventory.current().projects())
                .extracting(ProjectInventory::dropped)
                .containsExactly(46, 0, 46);
    }

    @Test
    void aProjectThatGrowsTakesNobodysPlace() {
        InventoryBench bench = inventory(8, discovering("p", ALL), discovering("q", ALL));
        bench.listDevices("p", ids("p", 5));
        bench.listDevices("q", ids("q", 1));

        bench.listDevices("q", ids("q", 50));

        assertThat(bench.polled("p")).hasSize(5);
        assertThat(bench.polled("q")).hasSize(1);
        assertThat(bench.project("q").dropped()).isEqualTo(49);
    }

    @Test
    void rowsThatWereNotReadCountAsDropped() {
        InventoryBench bench = searching(100, ALL, discovering("p", ALL));

        bench.inventory.devices(DEVICES, "p", list(List.of(Device.named("a")), 7));
        bench.inventory.projects(list(List.of(), 3));
        bench.refuseOtherLists();

        assertThat(bench.project("p").dropped()).isEqualTo(7);
        assertThat(bench.inventory.current().droppedProjects()).isEqualTo(3);
    }
}
