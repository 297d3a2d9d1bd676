/**
 * Pure values that every other package speaks in.
 *
 * <p>May use: nothing of this project.
 */
@NullMarked
package trro.exporter.model;

import org.jspecify.annotations.NullMarked;
