/**
 * The program: its command line, and the one place that builds, starts and stops everything. Start reading at
 * {@link trro.exporter.Exporter}.
 *
 * <p>May use every package; no package may use it.
 */
@NullMarked
package trro.exporter;

import org.jspecify.annotations.NullMarked;
