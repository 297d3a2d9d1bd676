package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import trro.exporter.api.TrroAction;
import trro.exporter.model.Device;
import trro.exporter.model.DeviceType;
import trro.exporter.model.ProjectInventory;
import trro.exporter.simulator.FaultPlan;
import trro.exporter.simulator.Faults.RecentSessionsLie;
import trro.exporter.simulator.SimulatorSettings;
import trro.exporter.simulator.SimulatorSettings.Site;
import trro.exporter.simulator.fleet.SimulatedDevice;
import trro.exporter.simulator.fleet.SimulatedProject;
import trro.exporter.support.SlidingSecond;
import trro.exporter.support.Slow;

/** Discovery over real HTTP and on real threads. */
@Slow
class DiscoverySimulatorTest {

    private static List<String> field(SimulatedProject project) {
        return project.devices().stream().map(SimulatedDevice::id).toList();
    }

    private static List<String> everybody(SimulatedProject project) {
        return Stream.concat(
                        field(project).stream(),
                        IntStream.rangeClosed(1, project.cockpits()).mapToObj(i -> "cockpit-" + i))
                .toList();
    }

    private static List<String> added(SimulatedProject project) {
        List<String> added = new ArrayList<>(
                field(RunningDiscovery.GROWN.project(project.id()).orElseThrow()));
        added.removeAll(field(project));
        assertThat(added).isNotEmpty();
        return added;
    }

    private static void assertWithinTheLimit(RunningDiscovery running) {
        for (TrroAction action : TrroAction.values()) {
            assertThat(SlidingSecond.most(running.calls(action)))
                    .as(action.label())
                    .isLessThanOrEqualTo(20);
        }
    }

    @Test
    void findsEverybodyOnTheDomesticSiteWhateverPageSizeItAllows() {
        SimulatorSettings domestic = new SimulatorSettings(20, Site.DOMESTIC, 50);

        try (RunningDiscovery running = new RunningDiscovery(domestic)) {
            running.start();

            await().untilAsserted(() -> {
                assertThat(running.ids(running.first)).containsExactlyInAnyOrderElementsOf(everybody(running.first));
                assertThat(running.ids(running.second)).containsExactlyInAnyOrderElementsOf(everybody(running.second));
                assertThat(running.discovery.inventory().licenses()).isPresent();
            });
            assertThat(running.discovery.inventory().projects())
                    .extracting(ProjectInventory::name)
                    .containsExactlyInAnyOrder(Optional.of(running.first.name()), Optional.of(running.second.name()));
            assertThat(running.devices(running.first)).allSatisfy(device -> {
                boolean cockpit = device.id().startsWith("cockpit-");
                assertThat(device.type()).contains(cockpit ? DeviceType.REMOTE : DeviceType.FIELD);
                assertThat(device.name()).isPresent();
            });
            assertWithinTheLimit(running);
        }
    }

    @Test
    void theInternationalSitesMissingListHoldsUpNothingAndSessionsThatLieLoseNobody() {
        try (RunningDiscovery running = new RunningDiscovery(SimulatorSettings.DEFAULT)) {
            running.faults.setRecentSessionsLie(Optional.of(RecentSessionsLie.EVERYBODY));
            running.start();

            await().untilAsserted(() -> {
                List<Device> devices = running.devices(running.first);
                assertThat(devices).extracting(Device::id).containsAll(field(running.first));
                assertThat(devices)
                        .filteredOn(device -> device.type().equals(Optional.of(DeviceType.REMOTE)))
                        .isNotEmpty();
            });
            int before = running.devices(running.first).size();
            int readBefore = running.listener.read;
            running.faults.setRecentSessionsLie(Optional.of(RecentSessionsLie.NOBODY));
            await().untilAsserted(() -> assertThat(running.listener.read).isGreaterThan(readBefore + 6));
            assertThat(running.devices(running.first)).hasSizeGreaterThanOrEqualTo(before);
            assertThat(running.calls(TrroAction.DEVICE_LIST)).hasSizeLessThanOrEqualTo(2);
            assertWithinTheLimit(running);
        }
    }

    @Test
    void devicesThatAreAddedAreFoundAndAProjectThatFailsLosesNobody() {
        try (RunningDiscovery running = new RunningDiscovery(SimulatorSettings.DEFAULT)) {
            running.start();
            await().untilAsserted(
                            () -> assertThat(List.of(running.devices(running.first), running.devices(running.second)))
                                    .doesNotContain(List.of()));
            assertThat(running.ids(running.second)).doesNotContainAnyElementsOf(added(running.second));
            int before = running.devices(running.first).size();
            int unknownBefore = running.listener.unknown;

            running.faults.set(running.first.id(), FaultPlan.NONE.failingWith("InternalError"));
            running.grow();

            await().untilAsserted(() -> {
                assertThat(running.ids(running.second)).containsAll(added(running.second));
                assertThat(running.listener.unknown).isGreaterThan(unknownBefore);
            });
            assertThat(running.devices(running.first)).hasSizeGreaterThanOrEqualTo(before);
        }
    }
}
