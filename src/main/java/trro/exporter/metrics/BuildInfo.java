package trro.exporter.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;

/** Which build this is; not a meter, since Micrometer takes {@code _info} off the names of its meters. */
public final class BuildInfo {

    private BuildInfo() {}

    /** Adds it to {@code registry}, for good. */
    public static void bindTo(PrometheusMeterRegistry registry, String version) {
        Info info = Info.builder()
                .name(MetricCatalog.BUILD_INFO.metricName())
                .help(MetricCatalog.BUILD_INFO.help())
                .labelNames(MetricCatalog.BUILD_INFO.labels().toArray(String[]::new))
                .register(registry.getPrometheusRegistry());
        info.setLabelValues(version, System.getProperty("java.version"));
    }
}
