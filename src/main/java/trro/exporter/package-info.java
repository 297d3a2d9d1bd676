/**
 * The one place that builds, starts and stops everything. Start reading at {@link trro.exporter.Exporter}.
 *
 * <p>May use every package but the command line, which alone uses it.
 */
@NullMarked
package trro.exporter;

import org.jspecify.annotations.NullMarked;
