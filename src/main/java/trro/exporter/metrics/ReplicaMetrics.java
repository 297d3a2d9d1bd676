package trro.exporter.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Optional;
import trro.exporter.exposition.Family;

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
        Gauge.builder(MetricCatalog.LEADER.name(), state, replica -> replica.leads() ? 1 : 0)
                .description(MetricCatalog.LEADER.help())
                .tag("lease", lease)
                .strongReference(true)
                .register(registry);
        FunctionCounter.builder(MetricCatalog.LEADER_ELECTIONS.name(), state, State::elections)
                .description(MetricCatalog.LEADER_ELECTIONS.help())
                .register(registry);
        time(registry, MetricCatalog.LEASE_LAST_SUCCESS, state, State::leaseSeen);
        time(registry, MetricCatalog.LEADER_PICTURE_LAST_SUCCESS, state, State::pictureReceived);
    }

    private interface Time {
        Optional<Instant> of(State state);
    }

    private static void time(MeterRegistry registry, Family family, State state, Time time) {
        Gauge.builder(
                        family.name(),
                        state,
                        replica ->
                                time.of(replica).map(MetricCatalog::unixSeconds).orElse(0.0))
                .description(family.help())
                .strongReference(true)
                .register(registry);
    }
}
