/**
 * Time as something that is asked for.
 *
 * <p>May use: nothing of this project.
 */
@NullMarked
package trro.exporter.time;

import org.jspecify.annotations.NullMarked;
