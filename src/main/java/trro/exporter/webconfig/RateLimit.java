package trro.exporter.webconfig;

import java.time.Duration;

/**
 * A bound on requests: a bucket of tokens, of which each request takes one.
 *
 * @param interval a token comes each time it has passed; positive
 * @param burst the most tokens, and those at the start; 0 refuses every request
 */
public record RateLimit(Duration interval, int burst) {}
