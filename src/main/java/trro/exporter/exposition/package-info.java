/**
 * From families and their samples to the bytes of a page: text, OpenMetrics or protobuf.
 *
 * <p>It uses nothing of this project and knows no metric of it. Start at {@code SampleSink}.
 */
@NullMarked
package trro.exporter.exposition;

import org.jspecify.annotations.NullMarked;
