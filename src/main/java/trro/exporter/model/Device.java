package trro.exporter.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A device that is known to exist.
 *
 * @param id TRRO's device id, not empty
 * @param name as people know it; empty where no list told it
 * @param type which side it is on; empty where no list told it
 * @param licenseExpiry when its licence ends; empty without a licence, or where no list told it
 */
public record Device(String id, Optional<String> name, Optional<DeviceType> type, Optional<Instant> licenseExpiry) {

    public Device {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("id is empty");
        }
    }

    /** A device of which nothing but its id is known. */
    public static Device named(String id) {
        return new Device(id, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
