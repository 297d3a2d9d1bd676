package trro.exporter.api;

import java.time.Instant;
import java.util.Optional;

/**
 * When one of TRRO's lists was last read as a whole.
 *
 * @param projectId whose list; empty for a list of the account
 */
public record ListRead(TrroAction action, Optional<String> projectId, Instant at) {}
