package trro.exporter.support;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import trro.exporter.api.ListAction;
import trro.exporter.api.TrroAction;
import trro.exporter.metrics.DiscoveredFleet;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.Device;
import trro.exporter.model.DeviceType;
import trro.exporter.model.LicenseCounts;
import trro.exporter.model.ProjectInventory;
import trro.exporter.model.StatisticInterval;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.simulator.fleet.SimulatedProject;

/** The answers of TRRO's lists for the demo's fleet: names, types and licences, which end long after the story. */
final class DemoLists {

    private static final Duration LICENSES_LAST = Duration.ofDays(100);

    private static final Map<StatisticInterval, Duration> IDLE_AGES = Map.of(
            StatisticInterval.HOUR, Duration.ofMinutes(30),
            StatisticInterval.DAY, Duration.ofHours(2),
            StatisticInterval.MONTH, Duration.ofHours(4));

    private final AccountInventory inventory;

    DemoLists(Fleet fleet, Instant storyEnds) {
        List<ProjectInventory> projects = fleet.projects().stream()
                .map(project -> inventory(project, storyEnds.plus(LICENSES_LAST)))
                .toList();
        long devices =
                projects.stream().mapToLong(project -> project.devices().size()).sum();
        LicenseCounts licenses = new LicenseCounts(devices + 2, devices, 2, 0, OptionalLong.of(0));
        inventory = new AccountInventory(projects, 0, Optional.of(licenses));
    }

    private static ProjectInventory inventory(SimulatedProject project, Instant licensesEnd) {
        List<Device> devices = project.devices().stream()
                .map(device -> new Device(
                        device.id(),
                        Optional.of(device.name()),
                        Optional.of(DeviceType.FIELD),
                        Optional.of(licensesEnd)))
                .toList();
        return new ProjectInventory(project.id(), Optional.of(project.name()), devices, 1, 0);
    }

    DiscoveredFleet read(String account, Instant at) {
        Stream<ListAction.Read> reads = Stream.concat(
                Stream.of(new ListAction.Read(TrroAction.PROJECT_LIST, Optional.empty(), at)),
                inventory.projects().stream()
                        .map(project -> new ListAction.Read(TrroAction.DEVICES, Optional.of(project.id()), at)));
        return new DiscoveredFleet(account, inventory, reads.toList(), project -> OptionalInt.of(1), IDLE_AGES);
    }
}
