package trro.exporter.simulator.fleet;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A project with its devices.
 *
 * @param id unique in the fleet; TRRO's samples have 16 lower-case letters and digits
 * @param name for people
 * @param cockpits the number of devices on the controlling side, 1 or more
 * @param devices on the controlled side, in the order of their index
 */
public record SimulatedProject(String id, String name, int cockpits, List<SimulatedDevice> devices) {

    public SimulatedProject {
        if (cockpits < 1) {
            throw new IllegalArgumentException("cockpits is below 1: " + cockpits);
        }
        devices = List.copyOf(devices);
    }

    /** The same project with so many devices more, which are added at {@code instant}. */
    public SimulatedProject growing(int moreDevices, Instant instant) {
        int first = devices.size();
        Stream<SimulatedDevice> added =
                IntStream.range(first, first + moreDevices).mapToObj(index -> FleetPlan.device(index, instant));
        return new SimulatedProject(
                id, name, cockpits, Stream.concat(devices.stream(), added).toList());
    }

    /** The id of a device on the controlling side, by its index. */
    public String cockpitId(int index) {
        return "cockpit-" + (index + 1);
    }
}
