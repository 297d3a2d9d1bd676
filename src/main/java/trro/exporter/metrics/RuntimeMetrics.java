package trro.exporter.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import java.lang.management.ManagementFactory;

/** Metrics of the Java virtual machine, of the process and of the build. */
public final class RuntimeMetrics {

    private static final double NANOS_PER_SECOND = 1e9;

    private RuntimeMetrics() {}

    /** Adds all but the build to {@code registry}, for as long as the process lives. */
    @SuppressWarnings("resource") // the garbage collection's listener ends with the process
    public static void bindTo(MeterRegistry registry) {
        new ClassLoaderMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new JvmGcMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        bindProcessor(registry);
    }

    /** Adds the build to {@code registry}; it is no meter, since Micrometer takes {@code _info} off their names. */
    public static void bindBuild(PrometheusMeterRegistry registry, String version) {
        Info info = Info.builder()
                .name(MetricCatalog.BUILD_INFO.name())
                .help(MetricCatalog.BUILD_INFO.help())
                .labelNames(MetricCatalog.BUILD_INFO.labels().toArray(String[]::new))
                .register(registry.getPrometheusRegistry());
        info.setLabelValues(version, System.getProperty("java.version"));
    }

    /** Its name is every Prometheus client's; Micrometer's own counts nanoseconds, which Prometheus' linter refuses. */
    private static void bindProcessor(MeterRegistry registry) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        FunctionCounter.builder("process.cpu", system, bean -> bean.getProcessCpuTime() / NANOS_PER_SECOND)
                .baseUnit("seconds")
                .description("Processor time that this process used.")
                .register(registry);
    }
}
