package trro.exporter.exposition;

import io.prometheus.metrics.model.snapshots.Labels;

/** The labels of series, without the last one: as Prometheus' library has them, and as they stand on pages. */
public interface SeriesLabels {

    Labels labels();

    /** The bytes on a text page: from the opening brace to the closing one, which is left out; none without labels. */
    default byte[] text() {
        return LabelBytes.text(labels());
    }

    /** The bytes in a Metric of protobuf: its fields of labels. */
    default byte[] protobuf() {
        return LabelBytes.protobuf(labels());
    }

    /** Labels of which the bytes are made when they are asked for. */
    static SeriesLabels of(Labels labels) {
        return () -> labels;
    }

    /** Labels of series that are many, so that the bytes are made once. */
    static SeriesLabels kept(Labels labels) {
        return new KeptState(labels, LabelBytes.text(labels), LabelBytes.protobuf(labels));
    }

    /** Labels with their bytes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed by those who read it
    record KeptState(Labels labels, byte[] text, byte[] protobuf) implements SeriesLabels {}
}
