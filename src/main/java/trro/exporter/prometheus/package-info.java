/**
 * A running Prometheus, or a database that answers and takes samples as it does: {@link Queries} asks it, {@link
 * RemoteWrite} gives it samples, and {@link Peer} is the way to it.
 */
@NullMarked
package trro.exporter.prometheus;

import org.jspecify.annotations.NullMarked;
