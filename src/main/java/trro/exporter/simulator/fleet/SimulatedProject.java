package trro.exporter.simulator.fleet;

import java.util.List;

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

    /** The id of a device on the controlling side, by its index. */
    public String cockpitId(int index) {
        return "cockpit-" + (index + 1);
    }
}
