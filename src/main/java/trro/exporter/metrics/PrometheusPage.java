package trro.exporter.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusScrapeRequest;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes what the registry holds, in the format that the scraper prefers. Thread-safe. */
public final class PrometheusPage {

    private final PrometheusMeterRegistry registry;

    public PrometheusPage(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Writes all metrics of one moment.
     *
     * @param names only metrics of these names; empty for all
     * @param project only this project's figures; empty for all
     */
    public void write(ExpositionFormat format, List<String> names, Optional<String> project, OutputStream out)
            throws IOException {
        PrometheusScrapeRequest request = new ProjectRequest(project);
        MetricSnapshots snapshots = names.isEmpty()
                ? registry.getPrometheusRegistry().scrape(request)
                : registry.getPrometheusRegistry().scrape(names::contains, request);
        format.writer().write(out, snapshots);
    }

    /** What collectors may know of a scrape. */
    private record ProjectRequest(Optional<String> project) implements PrometheusScrapeRequest {

        @Override
        public String getRequestPath() {
            return "/metrics";
        }

        @Override
        public String @Nullable [] getParameterValues(String name) {
            return name.equals(SessionMetrics.PROJECT_PARAMETER)
                    ? project.map(id -> new String[] {id}).orElse(null)
                    : null;
        }
    }
}
