package trro.exporter.metrics;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Gathers rows of families, each by the values of the labels that {@link MetricCatalog} gives the family. */
final class LabelledRows {

    private static final String INFO = "_info";

    private record Row(Labels labels, double value) {}

    private final Predicate<String> wanted;
    private final Map<MetricCatalog, List<Row>> families = new EnumMap<>(MetricCatalog.class);

    /** @param wanted whether a family of this name, as Prometheus' library has it, is asked for */
    LabelledRows(Predicate<String> wanted) {
        this.wanted = wanted;
    }

    static boolean isInfo(MetricCatalog metric) {
        return metric.metricName().endsWith(INFO);
    }

    /** As Prometheus' library has it: without the suffix that it adds itself. */
    static String familyName(MetricCatalog metric) {
        String name = metric.metricName();
        return isInfo(metric) ? name.substring(0, name.length() - INFO.length()) : name;
    }

    void add(MetricCatalog metric, double value, String... labelValues) {
        if (wanted.test(familyName(metric))) {
            Labels labels = Labels.of(metric.labels().toArray(String[]::new), labelValues);
            families.computeIfAbsent(metric, any -> new ArrayList<>()).add(new Row(labels, value));
        }
    }

    MetricSnapshots snapshots() {
        return new MetricSnapshots(families.entrySet().stream()
                .map(family -> snapshot(family.getKey(), family.getValue()))
                .toList());
    }

    private static MetricSnapshot snapshot(MetricCatalog metric, List<Row> rows) {
        MetricMetadata metadata = new MetricMetadata(familyName(metric), metric.help());
        return isInfo(metric)
                ? new InfoSnapshot(
                        metadata,
                        rows.stream()
                                .map(row -> new InfoDataPointSnapshot(row.labels()))
                                .toList())
                : new GaugeSnapshot(
                        metadata,
                        rows.stream()
                                .map(row -> new GaugeDataPointSnapshot(row.value(), row.labels(), null))
                                .toList());
    }
}
