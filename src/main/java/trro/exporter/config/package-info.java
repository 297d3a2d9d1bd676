/**
 * The operator's configuration: records with defaults and bounds, and the loader that reports every problem at once.
 *
 * <p>May use: model. Start at {@code ConfigLoader}.
 */
@NullMarked
package trro.exporter.config;

import org.jspecify.annotations.NullMarked;
