/**
 * The projects and devices that exist, and those that had a session lately. Start at
 * {@link trro.exporter.discovery.Discovery}.
 *
 * <p>May use: model, time, storage, pacing, api. {@link trro.exporter.discovery.ListSchedule} decides which list is
 * read next, {@link trro.exporter.discovery.ListReader} reads it whole, and {@link
 * trro.exporter.discovery.Inventory} decides what the lists add up to.
 */
@NullMarked
package trro.exporter.discovery;

import org.jspecify.annotations.NullMarked;
