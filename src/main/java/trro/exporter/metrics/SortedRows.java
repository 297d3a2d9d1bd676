package trro.exporter.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import trro.exporter.exposition.Family;
import trro.exporter.exposition.SampleSink;
import trro.exporter.exposition.SeriesLabels;

/** Gathers rows of several families in any order, and gives them in the order of a page. */
final class SortedRows {

    private record Row(Labels labels, double value) {}

    private final Map<Family, List<Row>> families = new TreeMap<>(Comparator.comparing(Family::name));

    /** @param labelValues in the order of the family's labels */
    void add(Family family, double value, String... labelValues) {
        Labels labels = Labels.of(family.labels().toArray(String[]::new), labelValues);
        families.computeIfAbsent(family, any -> new ArrayList<>()).add(new Row(labels, value));
    }

    void writeTo(SampleSink sink) throws IOException {
        for (Map.Entry<Family, List<Row>> family : families.entrySet()) {
            if (sink.family(family.getKey())) {
                family.getValue().sort(Comparator.comparing(Row::labels));
                for (Row row : family.getValue()) {
                    sink.sample(SeriesLabels.of(row.labels()), row.value());
                }
            }
        }
    }
}
