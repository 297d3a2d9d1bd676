/**
 * From the snapshot and the exporter's own figures to Prometheus metrics.
 *
 * <p>May use: model, time, api, snapshot. Start at {@code MetricCatalog}: every name stands there once.
 */
@NullMarked
package trro.exporter.metrics;

import org.jspecify.annotations.NullMarked;
