/**
 * Keeps every target as fresh as the call budget allows. Start at {@code Poller}.
 *
 * <p>May use: model, time, storage, pacing, api, snapshot. {@code PollQueue} and
 * {@code BucketSelection} decide, {@link trro.exporter.polling.StatisticsPoll} acts.
 */
@NullMarked
package trro.exporter.polling;

import org.jspecify.annotations.NullMarked;
