package trro.exporter.api;

import java.util.Optional;

/**
 * A project as the list of projects has it.
 *
 * @param id not empty
 * @param name as people know it; empty if the list does not tell
 */
public record ListedProject(String id, Optional<String> name) {}
