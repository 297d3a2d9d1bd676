/**
 * The form in which knowledge outlives a process, and the directory where it is kept. Start at {@link
 * trro.exporter.storage.StateDirectory}.
 *
 * <p>May use: model, time. Each room writes and reads what is its own, with a {@link
 * trro.exporter.storage.StateWriter} and a {@link trro.exporter.storage.StateReader}.
 */
@NullMarked
package trro.exporter.storage;

import org.jspecify.annotations.NullMarked;
