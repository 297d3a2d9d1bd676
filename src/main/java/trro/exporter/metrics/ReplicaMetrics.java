package trro.exporter.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Optional;

/** Metrics of a replica, which a program without replicas does not have. */
public final class ReplicaMetrics {

    /** The state of a replica, asked for at each scrape. */
    public interface State {

        /** Whether it leads. */
        boolean leads();

        /** The number of times that it began to lead. */
        long elections();

        /** When the lease was last seen; empty if never. */
        Optional<Instant> leaseSeen();

        /** When the leader's picture last came; empty if never. */
        Optional<Instant> pictureReceived();
    }

    private ReplicaMetrics() {}

    /**
     * Adds them to {@code registry}.
     *
     * @param lease as {@code NAMESPACE/NAME}
     */
    public static void bindTo(MeterRegistry registry, String lease, State state) {
        ExporterMetrics.gauge(registry, MetricCatalog.LEADER, () -> state.leads() ? 1 : 0, "lease", lease);
        FunctionCounter.builder(MetricCatalog.LEADER_ELECTIONS.name(), state, State::elections)
                .description(MetricCatalog.LEADER_ELECTIONS.help())
                .register(registry);
        ExporterMetrics.gauge(
                registry, MetricCatalog.LEASE_LAST_SUCCESS, () -> MetricCatalog.unixSecondsOrZero(state.leaseSeen()));
        ExporterMetrics.gauge(
                registry,
                MetricCatalog.LEADER_PICTURE_LAST_SUCCESS,
                () -> MetricCatalog.unixSecondsOrZero(state.pictureReceived()));
    }
}
