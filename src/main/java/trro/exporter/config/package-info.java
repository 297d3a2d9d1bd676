/**
 * The operator's configuration: records with defaults and bounds, and the loader that reports every problem at once.
 *
 * <p>May use: model. Start at {@link ConfigLoader}. {@link YamlParser} knows YAML, {@link ConfigNode} and
 * {@link ConfigMapping} know types and places, the {@code ...Reader}s know the keys, {@link Defaults} and {@link Limits}
 * the numbers.
 */
@NullMarked
package trro.exporter.config;

import org.jspecify.annotations.NullMarked;
