package trro.exporter.api;

import java.time.Instant;
import java.util.Optional;

/**
 * The last time that one of TRRO's lists was read as a whole.
 *
 * @param projectId the project whose list it is; empty for a list of the account
 */
public record ListRead(TrroAction action, Optional<String> projectId, Instant at) {}
