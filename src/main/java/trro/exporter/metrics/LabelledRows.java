package trro.exporter.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Gathers rows of families, each by the values of the labels that {@link MetricCatalog} gives the family. */
final class LabelledRows {

    private record Row(Labels labels, double value) {}

    private final Predicate<String> wanted;
    private final Map<MetricCatalog, List<Row>> families =
            new TreeMap<>(Comparator.comparing(MetricCatalog::metricName));

    /** @param wanted whether a family of this name, as Prometheus' library has it, is asked for */
    LabelledRows(Predicate<String> wanted) {
        this.wanted = wanted;
    }

    void add(MetricCatalog metric, double value, String... labelValues) {
        if (wanted.test(metric.familyName())) {
            Labels labels = Labels.of(metric.labels().toArray(String[]::new), labelValues);
            families.computeIfAbsent(metric, any -> new ArrayList<>()).add(new Row(labels, value));
        }
    }

    /** Gives all rows in the order in which a page has them. */
    <E extends Exception> void writeTo(SampleSink<E> sink) throws E {
        for (Map.Entry<MetricCatalog, List<Row>> family : families.entrySet()) {
            sink.family(family.getKey());
            family.getValue().sort(Comparator.comparing(Row::labels));
            for (Row row : family.getValue()) {
                sink.sample(SeriesLabels.of(row.labels()), Optional.empty(), row.value());
            }
        }
    }
}
