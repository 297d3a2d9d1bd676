package trro.exporter.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Writes what the registry holds, in the format that the scraper prefers. Thread-safe.
 *
 * <p>The families of collectors are written by {@link TextPage} or {@link ProtobufPage}, before all others: they are nearly
 * the whole page. Everything else is written by Prometheus' library.
 */
public final class PrometheusPage {

    private static final List<String> SUFFIXES = List.of("_total", "_info", "_bucket", "_count", "_sum");

    private static final Set<String> COLLECTED =
            MetricCatalog.COLLECTED.stream().map(MetricCatalog::familyName).collect(Collectors.toSet());

    private final PrometheusMeterRegistry registry;
    private final List<ProjectCollector> collectors;

    /** Registers {@code collectors} with {@code registry}. */
    public PrometheusPage(PrometheusMeterRegistry registry, List<ProjectCollector> collectors) {
        this.registry = registry;
        this.collectors = List.copyOf(collectors);
        collectors.forEach(registry.getPrometheusRegistry()::register);
    }

    /**
     * Writes all metrics of one moment.
     *
     * @param names only metrics of these names; empty for all
     * @param project only this project's figures; empty for all
     */
    public void write(ExpositionFormat format, List<String> names, Optional<String> project, OutputStream out)
            throws IOException {
        Predicate<String> wanted = names.isEmpty() ? name -> true : families(names)::contains;
        SampleSink<IOException> page = format.page(out);
        for (ProjectCollector collector : collectors) {
            collector.collect(
                    wanted, projectId -> project.isEmpty() || project.get().equals(projectId), page);
        }
        page.end();
        MetricSnapshots others = registry.getPrometheusRegistry().scrape(wanted.and(name -> !COLLECTED.contains(name)));
        format.writer().write(out, others); // last, since it ends the page
    }

    /** The library names a family without the suffixes that its samples have on the page. */
    private static Set<String> families(List<String> names) {
        Set<String> families = new HashSet<>(names);
        for (String name : names) {
            SUFFIXES.stream()
                    .filter(name::endsWith)
                    .forEach(suffix -> families.add(name.substring(0, name.length() - suffix.length())));
        }
        return families;
    }
}
