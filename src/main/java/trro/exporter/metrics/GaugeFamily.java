package trro.exporter.metrics;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.util.ArrayList;
import java.util.List;

/** The samples of one gauge, gathered during one scrape. */
final class GaugeFamily {

    private final MetricCatalog metric;
    private final List<GaugeDataPointSnapshot> samples = new ArrayList<>();

    GaugeFamily(MetricCatalog metric) {
        this.metric = metric;
    }

    void add(Labels labels, double value) {
        samples.add(new GaugeDataPointSnapshot(value, labels, null));
    }

    boolean isEmpty() {
        return samples.isEmpty();
    }

    GaugeSnapshot snapshot() {
        return new GaugeSnapshot(new MetricMetadata(metric.metricName(), metric.help()), samples);
    }
}
