/**
 * When the next call may start. {@link trro.exporter.pacing.RateLimiter} carries the budget's promise.
 */
@NullMarked
package trro.exporter.pacing;

import org.jspecify.annotations.NullMarked;
