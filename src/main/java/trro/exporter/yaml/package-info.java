/**
 * Strict YAML: every problem of a file is reported at once, with its place and the next step. It knows no key of any
 * file. Start at {@link YamlFormat}.
 *
 * <p>May use: {@code Unprintable} of model, and how it opens files. {@link YamlParser} knows YAML; {@link Node} and
 * {@link Mapping} know types and places.
 */
@NullMarked
package trro.exporter.yaml;

import org.jspecify.annotations.NullMarked;
