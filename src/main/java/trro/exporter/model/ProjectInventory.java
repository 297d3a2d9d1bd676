package trro.exporter.model;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The devices that are known to exist in a project, as far as they are polled.
 *
 * @param id TRRO's project id
 * @param name as people know it; empty where no list told it
 * @param devices those that are polled, each id once, in the order of ids
 * @param excluded how many devices more are known that the configuration does not want
 * @param dropped how many devices more are wanted and are not polled, since the project has more than its maximum
 */
public record ProjectInventory(String id, Optional<String> name, List<Device> devices, int excluded, int dropped) {

    public ProjectInventory {
        devices = devices.stream().sorted(Comparator.comparing(Device::id)).toList();
        if (devices.stream().map(Device::id).distinct().count() < devices.size()) {
            throw new IllegalArgumentException("a device is there twice");
        }
    }
}
