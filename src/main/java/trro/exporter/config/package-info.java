/**
 * The operator's configuration: records with defaults and bounds, and the reader of each of its keys.
 *
 * <p>May use: model, yaml. Start at {@link ConfigLoader}. The {@code ...Reader}s know the keys, {@link Defaults} and
 * {@link Limits} the numbers.
 */
@NullMarked
package trro.exporter.config;

import org.jspecify.annotations.NullMarked;
