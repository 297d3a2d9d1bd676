package trro.exporter.config;

import java.util.List;

/**
 * One TRRO project.
 *
 * @param devices the devices whose own figures are asked for, each once; empty for the project's figures alone
 */
public record ProjectConfig(String id, List<String> devices) {

    public ProjectConfig {
        devices = List.copyOf(devices);
    }
}
