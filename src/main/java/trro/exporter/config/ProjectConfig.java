package trro.exporter.config;

import java.util.List;
import java.util.Optional;
import trro.exporter.model.IdFilter;

/**
 * One TRRO project.
 *
 * @param devices the devices whose own figures are asked for, each once; empty for the project's figures alone
 * @param discovery which devices have figures of their own among those that TRRO tells; then none is listed
 */
public record ProjectConfig(String id, List<String> devices, Optional<IdFilter> discovery) {

    public ProjectConfig {
        devices = List.copyOf(devices);
        if (discovery.isPresent() && !devices.isEmpty()) {
            throw new IllegalArgumentException("devices are either listed or discovered: " + id);
        }
    }

    /** A project whose devices are listed. */
    public ProjectConfig(String id, List<String> devices) {
        this(id, devices, Optional.empty());
    }
}
