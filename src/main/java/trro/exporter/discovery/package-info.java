/**
 * Which projects and devices exist, and which had a session lately. Start at {@link trro.exporter.discovery.Discovery}.
 *
 * <p>May use: model, time, pacing, api. {@link trro.exporter.discovery.ListQueue} decides which list is read next and {@link
 * trro.exporter.discovery.ListLoop} reads it; {@link trro.exporter.discovery.Census} decides what the lists add up to.
 */
@NullMarked
package trro.exporter.discovery;

import org.jspecify.annotations.NullMarked;
