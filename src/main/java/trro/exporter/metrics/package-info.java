/**
 * From the snapshot and the exporter's own meters to families and their samples.
 *
 * <p>May use: model, time, pacing, api, snapshot, exposition. Start at {@code MetricCatalog} and {@code Figure}: every
 * name stands there once.
 */
@NullMarked
package trro.exporter.metrics;

import org.jspecify.annotations.NullMarked;
