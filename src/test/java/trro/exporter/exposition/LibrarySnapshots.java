package trro.exporter.exposition;

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
import java.util.function.Predicate;

/** Gathers samples as Prometheus' library has them, to see what it makes of them. */
public final class LibrarySnapshots implements SampleSink {

    private final Predicate<Family> wanted;
    private final Map<Family, List<GaugeDataPointSnapshot>> families = new LinkedHashMap<>();
    private List<GaugeDataPointSnapshot> family = List.of();

    public LibrarySnapshots(Predicate<Family> wanted) {
        this.wanted = wanted;
    }

    @Override
    public boolean family(Family next) {
        family = families.computeIfAbsent(next, any -> new ArrayList<>());
        return wanted.test(next);
    }

    @Override
    public void sample(SeriesLabels series, LastLabel last, double value) {
        Labels labels = series.labels().merge(last.labels());
        family.add(new GaugeDataPointSnapshot(value, labels, null));
    }

    @Override
    public void end() {
        // nothing is held back
    }

    public MetricSnapshots snapshots() {
        return new MetricSnapshots(families.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> snapshot(entry.getKey(), entry.getValue()))
                .toList());
    }

    private static MetricSnapshot snapshot(Family metric, List<GaugeDataPointSnapshot> samples) {
        MetricMetadata metadata = new MetricMetadata(metric.libraryName(), metric.help());
        return metric.isInfo()
                ? new InfoSnapshot(
                        metadata,
                        samples.stream()
                                .map(sample -> new InfoDataPointSnapshot(sample.getLabels()))
                                .toList())
                : new GaugeSnapshot(metadata, samples);
    }
}
