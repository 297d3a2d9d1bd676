package trro.exporter.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import java.nio.charset.StandardCharsets;

/** The labels of series, without the window: as Prometheus' library has them, and as they stand on a text page. */
interface SeriesLabels {

    Labels labels();

    /** As on the page, in UTF-8, from the opening brace up to the closing one, which is left out for a window to follow. */
    byte[] text();

    /** Of series that are so few that nothing is worth keeping. */
    static SeriesLabels of(Labels labels) {
        return new Few(labels, textOf(labels));
    }

    /**
     * The text of {@code labels}, escaped.
     *
     * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">What is escaped</a>
     */
    static byte[] textOf(Labels labels) {
        StringBuilder text = new StringBuilder(80);
        char before = '{';
        for (int i = 0; i < labels.size(); i++) {
            text.append(before).append(labels.getName(i)).append("=\"");
            String value = labels.getValue(i);
            text.append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
            text.append('"');
            before = ',';
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Labels with their text. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed by those who read it
    record Few(Labels labels, byte[] text) implements SeriesLabels {}
}
