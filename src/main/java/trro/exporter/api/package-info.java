/**
 * TRRO's API in our terms: one signed attempt per call, answers without vendor names or units, failures by consequence.
 *
 * <p>May use: model, time, pacing. Start at {@link trro.exporter.api.TrroApi}. Jackson and java.net.http have their
 * home here.
 */
@NullMarked
package trro.exporter.api;

import org.jspecify.annotations.NullMarked;
