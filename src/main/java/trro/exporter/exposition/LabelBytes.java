package trro.exporter.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.model.snapshots.Labels;

/** Makes the bytes of labels as they stand on pages. */
final class LabelBytes {

    // Fields 1 of Metric, and 1 and 2 of LabelPair, each of a length and so many bytes; remote write has the same.
    private static final int METRIC_LABEL = 0x0a;
    private static final int LABEL_NAME = 0x0a;
    private static final int LABEL_VALUE = 0x12;

    private LabelBytes() {}

    /**
     * Labels as text, escaped, from the opening brace to the closing one, which is left out; nothing without labels.
     *
     * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Escaping</a>
     */
    static byte[] text(Labels labels) {
        StringBuilder text = new StringBuilder(80);
        char before = '{';
        for (int i = 0; i < labels.size(); i++) {
            text.append(before).append(labels.getName(i)).append("=\"");
            String value = labels.getValue(i);
            text.append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
            text.append('"');
            before = ',';
        }
        return text.toString().getBytes(UTF_8);
    }

    /** Labels as fields of a Metric. */
    static byte[] protobuf(Labels labels) {
        return Protobuf.join(labels.stream()
                .map(label -> protobuf(label.getName(), label.getValue()))
                .toArray(byte[][]::new));
    }

    /**
     * A label as a field of a Metric.
     *
     * @see <a href="https://github.com/prometheus/client_model/tree/master/io/prometheus/client">Metric</a>
     */
    static byte[] protobuf(String name, String value) {
        return Protobuf.field(
                METRIC_LABEL,
                Protobuf.field(LABEL_NAME, name.getBytes(UTF_8)),
                Protobuf.field(LABEL_VALUE, value.getBytes(UTF_8)));
    }
}
