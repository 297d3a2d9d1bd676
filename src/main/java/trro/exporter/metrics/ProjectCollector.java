package trro.exporter.metrics;

import io.prometheus.metrics.model.registry.MetricType;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusScrapeRequest;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Gathers families of the catalogue at each scrape anew, of all projects or of one. */
abstract class ProjectCollector implements MultiCollector {

    private final Set<MetricCatalog> metrics;

    ProjectCollector(Set<MetricCatalog> metrics) {
        this.metrics = metrics;
    }

    /**
     * All of one moment.
     *
     * @param wanted whether a family of this name, as Prometheus' library has it, is asked for
     * @param projects whether a project's series are
     */
    abstract MetricSnapshots collect(Predicate<String> wanted, Predicate<String> projects);

    @Override
    public List<MetricFamilyDescriptor> getMetricFamilyDescriptors() {
        return metrics.stream()
                .map(metric -> MetricFamilyDescriptor.of(
                        LabelledRows.isInfo(metric) ? MetricType.INFO : MetricType.GAUGE,
                        new MetricMetadata(LabelledRows.familyName(metric), metric.help()),
                        metric.labels()))
                .toList();
    }

    @Override
    public MetricSnapshots collect() {
        return collect(name -> true, ProjectRequest.projects(null));
    }

    @Override
    public MetricSnapshots collect(@Nullable PrometheusScrapeRequest request) {
        return collect(name -> true, ProjectRequest.projects(request));
    }

    @Override
    public MetricSnapshots collect(Predicate<String> wanted, @Nullable PrometheusScrapeRequest request) {
        return collect(wanted, ProjectRequest.projects(request));
    }
}
