package trro.exporter.metrics;

import io.prometheus.metrics.model.snapshots.Labels;

/** The labels of series, without the window: as Prometheus' library has them, and as they stand on pages. */
interface SeriesLabels {

    Labels labels();

    /** As on a text page, from the opening brace up to the closing one, which is left out for a window to follow. */
    byte[] text();

    /** As in a Metric of protobuf: its fields of labels. */
    byte[] protobuf();

    /** Of series that are many, so that the bytes are made once. */
    static SeriesLabels kept(Labels labels) {
        return new Kept(labels, LabelBytes.text(labels), LabelBytes.protobuf(labels));
    }

    /** Of series for which nothing is worth keeping. */
    static SeriesLabels of(Labels labels) {
        return new Unkept(labels);
    }

    /** Labels with their bytes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed by those who read it
    record Kept(Labels labels, byte[] text, byte[] protobuf) implements SeriesLabels {}

    /** Labels of which the bytes are made when they are asked for. */
    record Unkept(Labels labels) implements SeriesLabels {

        @Override
        public byte[] text() {
            return LabelBytes.text(labels);
        }

        @Override
        public byte[] protobuf() {
            return LabelBytes.protobuf(labels);
        }
    }
}
