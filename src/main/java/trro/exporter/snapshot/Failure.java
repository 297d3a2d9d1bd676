package trro.exporter.snapshot;

import java.time.Instant;
import java.util.Optional;

/**
 * Why the latest poll of a target was not answered.
 *
 * @param at when it failed
 * @param code TRRO's error code, or a word for failures on this side
 * @param message for people; may carry TRRO's own words
 * @param requestId TRRO's id of the call, where an answer had one
 */
public record Failure(Instant at, String code, String message, Optional<String> requestId) {}
