/**
 * Everything that is known of the fleet at one moment, immutable and swapped by reference.
 *
 * <p>May use: model, time, storage. Start at {@code SnapshotStore}.
 */
@NullMarked
package trro.exporter.snapshot;

import org.jspecify.annotations.NullMarked;
