package trro.exporter.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.model.snapshots.Labels;

/**
 * The label that comes after all others of a sample, apart from them so that the bytes of both are made once.
 *
 * @param text the end of the labels of a text page, with the closing brace and the blank before the value
 * @param protobuf its field of a Metric
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never changed by those who read it
public record LastLabel(Labels labels, byte[] text, byte[] protobuf) {

    /** No such label. */
    static final LastLabel NONE = new LastLabel(Labels.EMPTY, "} ".getBytes(UTF_8), new byte[0]);

    /**
     * A label with its bytes.
     *
     * @param name must come after those of all other labels in the alphabet
     */
    public static LastLabel of(String name, String value) {
        Labels labels = Labels.of(name, value);
        String text = new String(LabelBytes.text(labels), UTF_8).replace('{', ',') + "} ";
        return new LastLabel(labels, text.getBytes(UTF_8), LabelBytes.protobuf(labels));
    }
}
