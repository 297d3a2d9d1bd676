package trro.exporter.replicas;

import java.time.Duration;

/**
 * The times that all replicas of a lease go by.
 *
 * <p>The order of the first two is what keeps two replicas from asking at once: a leader asks nothing more once its
 * last renewal is older than {@link #renewDeadline}, and nobody takes the lease of another before it has seen no
 * renewal for {@link #duration}.
 *
 * @param duration of the lease, in whole seconds
 */
public record LeaseTerms(Duration duration) {

    /** As long as a leader that cannot reach Kubernetes still serves what it knows; it does not ask meanwhile. */
    public static final Duration SERVES_ON = Duration.ofMinutes(10);

    /** A call of another replica that left may arrive for 2 s yet, and counts for a second after that. */
    static final Duration AFTER_ANOTHER = Duration.ofSeconds(3);

    /** The time after its last renewal from which a leader asks nothing more. */
    Duration renewDeadline() {
        return duration.multipliedBy(2).dividedBy(3);
    }

    /** The pause between two looks at the lease. */
    Duration retryPeriod() {
        return duration.multipliedBy(2).dividedBy(15);
    }

    /** The bound of one exchange with Kubernetes: two of them and two pauses fit before the deadline. */
    Duration requestTimeout() {
        return duration.dividedBy(6);
    }
}
