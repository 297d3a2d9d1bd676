package trro.exporter;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import trro.exporter.metrics.PrometheusPage;
import trro.exporter.time.TimeSource;
import trro.exporter.web.WebServer;

/**
 * A scrape that nobody asked for. Beside the reading of a configuration, it has the classes loaded that the first real
 * answer needs.
 */
public final class WarmUp {

    private WarmUp() {}

    /** Returns the whole answer. */
    public static String answer(TimeSource time) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        PrometheusPage page = new PrometheusPage(registry, List.of());
        try {
            return WebServer.rehearse(new RegistryExposition(() -> page), time);
        } finally {
            registry.close();
        }
    }
}
