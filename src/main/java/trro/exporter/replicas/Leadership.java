package trro.exporter.replicas;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trro.exporter.time.Moment;
import trro.exporter.time.TimeSource;

/**
 * Decides whether this replica leads, by what it last saw of the lease. Every answer is of the moment of the question:
 * a process that stood still notices that before it does anything. Thread-safe.
 *
 * <p>Time since a renewal is the longer one of both clocks, since the steady clock of many systems stands still while
 * the machine is suspended. So a jump of the wall clock can end the leading early, and never prolongs it.
 */
public final class Leadership {

    /** The part that a replica has. */
    public enum Role {
        /** Another one leads, or nobody does: this one asks nothing and shows no figures. */
        FOLLOWS,
        /** This one asks TRRO and shows the figures. */
        LEADS,
        /** This one led until it could not reach Kubernetes any more: it asks nothing and shows what it knows. */
        SERVES_ON
    }

    /**
     * Another replica that leads.
     *
     * @param address where its pages are; empty if it does not say so
     */
    public record Leader(String identity, Optional<URI> address) {}

    /** The way in which the lease became this replica's. */
    enum Grant {
        /** It was this replica's already. */
        RENEWED,
        /** It was another's, who gave it back or renewed it no more. */
        TAKEN,
        /** There was none: somebody may have deleted that of another, who does not know it yet. */
        CREATED
    }

    private final LeaseTerms terms;
    private final TimeSource time;
    private @Nullable Moment renewed; // the begin of the last look that renewed the lease; null if it is not ours
    private long asksFromNanos;
    private boolean unreachable; // since the last renewal
    private Optional<Leader> leader = Optional.empty();
    private Optional<Instant> lastSeen = Optional.empty();
    private long lastLookNanos;

    public Leadership(LeaseTerms terms, TimeSource time) {
        this.terms = terms;
        this.time = time;
        lastLookNanos = time.nanoTime();
    }

    /** A look at the lease begins. */
    synchronized Moment looks() {
        Moment now = Moment.now(time);
        lastLookNanos = now.nanos();
        return now;
    }

    /** The lease is this replica's since {@code look} began. */
    synchronized void granted(Moment look, Grant grant) {
        Moment now = Moment.now(time);
        boolean led = renewed != null && (grant == Grant.RENEWED || isFresh(renewed));
        if (!led) {
            asksFromNanos = now.nanos()
                    + switch (grant) {
                        case RENEWED, TAKEN -> LeaseTerms.AFTER_ANOTHER.toNanos();
                        case CREATED ->
                            terms.duration().plus(LeaseTerms.AFTER_ANOTHER).toNanos();
                    };
        }
        renewed = look;
        unreachable = false;
        leader = Optional.empty();
        lastSeen = Optional.of(now.instant());
    }

    /** The lease is another's, or nobody's where that is empty. */
    synchronized void heldBy(Optional<Leader> another) {
        renewed = null;
        leader = another;
        lastSeen = Optional.of(time.now());
    }

    /** The lease is this replica's, as it was; nothing was renewed yet. */
    synchronized void stillOwn() {
        lastSeen = Optional.of(time.now());
    }

    /** This replica gives the lease back. */
    synchronized void gaveUp() {
        renewed = null;
    }

    /** The lease could not be looked at or renewed. */
    synchronized void unreachable() {
        unreachable = true;
    }

    /** The role at this moment. */
    public synchronized Role role() {
        if (renewed == null) {
            return Role.FOLLOWS;
        }
        if (isFresh(renewed)) {
            return Role.LEADS;
        }
        boolean recently = sinceRenewal(renewed).compareTo(LeaseTerms.SERVES_ON) < 0;
        return unreachable && recently ? Role.SERVES_ON : Role.FOLLOWS;
    }

    private boolean isFresh(Moment renewal) {
        return sinceRenewal(renewal).compareTo(terms.renewDeadline()) < 0;
    }

    /** Whether a call to TRRO may leave at this moment. */
    public synchronized boolean mayAsk() {
        return role() == Role.LEADS && time.nanoTime() - asksFromNanos >= 0;
    }

    private Duration sinceRenewal(Moment last) {
        Moment now = Moment.now(time);
        Duration steady = now.since(last);
        Duration wall = Duration.between(last.instant(), now.instant());
        return steady.compareTo(wall) > 0 ? steady : wall;
    }

    /** The replica that leads instead of this one, as far as is known. */
    public synchronized Optional<Leader> leader() {
        return leader;
    }

    /** When the lease was last seen, by the wall clock. */
    public synchronized Optional<Instant> lastSeen() {
        return lastSeen;
    }

    /** The time since the last look at the lease began. */
    public synchronized Duration sinceLastLook() {
        return Duration.ofNanos(time.nanoTime() - lastLookNanos);
    }
}
