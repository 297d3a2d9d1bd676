package trro.exporter.metrics;

import io.prometheus.metrics.model.registry.MetricType;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Gathers families of the catalogue at each scrape anew, of all projects or of some. */
public abstract class ProjectCollector implements MultiCollector {

    private final Set<MetricCatalog> metrics;

    ProjectCollector(Set<MetricCatalog> metrics) {
        this.metrics = metrics;
    }

    /**
     * Gives all samples of one moment, family by family in the order of their names.
     *
     * @param wanted whether a family of this name, as Prometheus' library has it, is asked for
     * @param projects whether a project's series are
     */
    abstract <E extends Exception> void collect(
            Predicate<String> wanted, Predicate<String> projects, SampleSink<E> sink) throws E;

    @Override
    public List<MetricFamilyDescriptor> getMetricFamilyDescriptors() {
        return metrics.stream()
                .map(metric -> MetricFamilyDescriptor.of(
                        metric.isInfo() ? MetricType.INFO : MetricType.GAUGE,
                        new MetricMetadata(metric.familyName(), metric.help()),
                        metric.labels()))
                .toList();
    }

    @Override
    public MetricSnapshots collect() {
        LibrarySnapshots snapshots = new LibrarySnapshots();
        collect(name -> true, projectId -> true, snapshots);
        return snapshots.snapshots();
    }
}
