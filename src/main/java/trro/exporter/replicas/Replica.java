package trro.exporter.replicas;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.replicas.Leadership.Leader;
import trro.exporter.replicas.Leadership.Role;

/** Lets the exporter do what its role asks for, whenever that changes. */
public final class Replica {

    private static final Logger logger = LoggerFactory.getLogger(Replica.class);
    private static final Duration STUCK = Duration.ofMinutes(2);

    /** The work that only a leader does. */
    public interface Work {

        /**
         * Begins, or goes on.
         *
         * @param picture what another leader knew; empty to go on with what is known here
         */
        void begin(Optional<ReceivedPicture> picture) throws InterruptedException;

        /** Asks nothing more from now on. */
        void rest() throws InterruptedException;
    }

    private final Leadership leadership;
    private final Supplier<Optional<ReceivedPicture>> picture;
    private final Work work;
    private volatile Role role = Role.FOLLOWS;
    private final AtomicLong elections = new AtomicLong();

    /** @param picture the latest one of another leader, asked for when this one begins to lead */
    public Replica(Leadership leadership, Supplier<Optional<ReceivedPicture>> picture, Work work) {
        this.leadership = leadership;
        this.picture = picture;
        this.work = work;
    }

    /** Follows the leadership; to be called again and again, by one thread. */
    void step() throws InterruptedException {
        Role next = leadership.role();
        if (next == role) {
            return;
        }
        logger.atInfo()
                .addKeyValue("leader", leadership.leader().map(Leader::identity).orElse(""))
                .log(
                        switch (next) {
                            case LEADS -> "this replica leads";
                            case FOLLOWS -> "this replica follows";
                            case SERVES_ON ->
                                "this replica cannot renew its lease; it asks nothing and serves what it knows";
                        });
        switch (next) {
            case LEADS -> {
                work.begin(picture.get());
                elections.incrementAndGet();
                role = next;
            }
            case FOLLOWS, SERVES_ON -> {
                role = next;
                work.rest();
            }
        }
    }

    /** Whether its pages show figures. */
    public boolean showsFigures() {
        return role != Role.FOLLOWS && leadership.role() != Role.FOLLOWS;
    }

    /** Whether it leads and has begun its work. */
    public boolean leads() {
        return role == Role.LEADS && leadership.role() == Role.LEADS;
    }

    /** The number of times that it began to lead. */
    public long elections() {
        return elections.get();
    }

    /** Why it is not ready whatever its figures are; empty if it leads. */
    public Optional<String> reasonNotReady() {
        if (leads()) {
            return Optional.empty();
        }
        if (leadership.role() == Role.SERVES_ON) {
            return Optional.of("it cannot renew its lease; it asks nothing, and serves what it knows");
        }
        return Optional.of(leadership
                .leader()
                .map(other -> "it follows " + other.identity() + ", which leads")
                .orElse("it follows, and no leader is known yet"));
    }

    /** Whether the election is stuck, so that a restart would help. */
    public Optional<String> stuck() {
        Duration since = leadership.sinceLastLook();
        return since.compareTo(STUCK) <= 0
                ? Optional.empty()
                : Optional.of("leader election is stuck: the lease was last looked at " + since.toSeconds()
                        + " s ago; restart this process");
    }
}
