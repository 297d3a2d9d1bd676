/**
 * The form of a line of the log: logfmt or JSON, with the same keys, in which nothing breaks a line or a terminal.
 *
 * <p>May use: model.
 */
@NullMarked
package trro.exporter.logging;

import org.jspecify.annotations.NullMarked;
