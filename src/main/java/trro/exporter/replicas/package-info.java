/**
 * Several replicas of which one leads: the Kubernetes lease that decides it, and the picture that the others keep.
 *
 * <p>May use: {@code storage}, {@code yaml}, {@code model}, {@code time}. The only home of the Kubernetes client, whose
 * classes are loaded when a lease is named and not before.
 */
@NullMarked
package trro.exporter.replicas;

import org.jspecify.annotations.NullMarked;
