package trro.exporter.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import trro.exporter.exposition.ExpositionFormat;
import trro.exporter.exposition.SampleSink;

/**
 * Writes what collectors gather and what the registry holds, in one format. Thread-safe.
 *
 * <p>The families of collectors come before all others: they are nearly the whole page. Everything else is written by
 * Prometheus' library.
 */
public final class PrometheusPage {

    private static final List<String> SUFFIXES = List.of("_total", "_info", "_bucket", "_count", "_sum");

    private final PrometheusMeterRegistry registry;
    private final List<FamilyCollector> collectors;

    public PrometheusPage(PrometheusMeterRegistry registry, List<FamilyCollector> collectors) {
        this.registry = registry;
        this.collectors = List.copyOf(collectors);
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
        SampleSink page = format.page(family -> wanted.test(family.libraryName()), out);
        for (FamilyCollector collector : collectors) {
            collector.collect(projectId -> project.isEmpty() || project.get().equals(projectId), page);
        }
        page.end();
        format.writeEnd(registry.getPrometheusRegistry().scrape(wanted), out);
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
