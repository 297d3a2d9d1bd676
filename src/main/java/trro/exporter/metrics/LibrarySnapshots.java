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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import trro.exporter.model.Window;

/** Gathers samples as Prometheus' library has them. */
final class LibrarySnapshots implements SampleSink<RuntimeException> {

    private final Map<MetricCatalog, List<GaugeDataPointSnapshot>> families = new LinkedHashMap<>();
    private List<GaugeDataPointSnapshot> family = List.of();

    @Override
    public void family(MetricCatalog metric) {
        family = families.computeIfAbsent(metric, any -> new ArrayList<>());
    }

    @Override
    public void sample(SeriesLabels series, Optional<Window> window, double value) {
        Labels labels = series.labels();
        Labels all = window.map(in -> labels.add("window", in.label())).orElse(labels);
        family.add(new GaugeDataPointSnapshot(value, all, null));
    }

    @Override
    public void end() {
        // nothing is held back
    }

    MetricSnapshots snapshots() {
        return new MetricSnapshots(families.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> snapshot(entry.getKey(), entry.getValue()))
                .toList());
    }

    private static MetricSnapshot snapshot(MetricCatalog metric, List<GaugeDataPointSnapshot> samples) {
        MetricMetadata metadata = new MetricMetadata(metric.familyName(), metric.help());
        return metric.isInfo()
                ? new InfoSnapshot(
                        metadata,
                        samples.stream()
                                .map(sample -> new InfoDataPointSnapshot(sample.getLabels()))
                                .toList())
                : new GaugeSnapshot(metadata, samples);
    }
}
