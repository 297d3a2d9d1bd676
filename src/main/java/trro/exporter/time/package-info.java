/**
 * Time as something that is asked for, and pacing as arithmetic on it.
 *
 * <p>May use: nothing of this project. {@link trro.exporter.time.RateLimiter} carries the budget's promise.
 */
@NullMarked
package trro.exporter.time;

import org.jspecify.annotations.NullMarked;
