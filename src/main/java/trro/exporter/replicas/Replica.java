package trro.exporter.replicas;

import io.fabric8.kubernetes.client.ConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.replicas.Leadership.Leader;
import trro.exporter.replicas.Leadership.Role;
import trro.exporter.time.TimeSource;

/** The part that this process has among replicas: lets it do what its role asks for, whenever that changes. */
public final class Replica implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(Replica.class);
    private static final Duration STUCK = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_STEPS = Duration.ofMillis(100);
    private static final Duration BETWEEN_PICTURES = Duration.ofSeconds(2);

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

    private final ReplicaSettings settings;
    private final Work work;
    private final TimeSource time;
    private final BiFunction<String, Runnable, Thread> threads;
    private final Leadership leadership;
    private final PictureKeeping keeping;
    private volatile Role role = Role.FOLLOWS;
    private final AtomicLong elections = new AtomicLong();
    private List<Thread> loops = List.of();
    private @Nullable KubernetesLease lease;

    /** @param threads makes a thread of a name and what it runs, and does not start it */
    public Replica(ReplicaSettings settings, Work work, TimeSource time, BiFunction<String, Runnable, Thread> threads) {
        this(settings, work, time, threads, new PictureClient(settings.accessFile())::get);
    }

    Replica(
            ReplicaSettings settings,
            Work work,
            TimeSource time,
            BiFunction<String, Runnable, Thread> threads,
            PictureKeeping.Source pictures) {
        this.settings = settings;
        this.work = work;
        this.time = time;
        this.threads = threads;
        leadership = new Leadership(settings.terms(), time);
        keeping = new PictureKeeping(leadership, pictures, time);
    }

    Leadership leadership() {
        return leadership;
    }

    PictureKeeping keeping() {
        return keeping;
    }

    /**
     * Takes part from now on.
     *
     * @param address where the others reach this one, unless the settings say so
     */
    public synchronized void start(URI address) {
        WatchedLock lock = new WatchedLock(
                settings.lease(),
                settings.identity(),
                settings.address().orElse(address),
                leadership,
                settings.terms(),
                time);
        lease = new KubernetesLease(
                lock,
                settings.terms(),
                new ConfigBuilder().build(),
                Executors.newSingleThreadExecutor(task -> threads.apply("lease", task)));
        lease.start();
        loops = List.of(
                loop("replica", this::step, BETWEEN_STEPS), loop("leaders-picture", keeping::look, BETWEEN_PICTURES));
        loops.forEach(Thread::start);
    }

    /** A thread that does this again and again until it is interrupted. */
    private Thread loop(String name, Step step, Duration pause) {
        return threads.apply(name, () -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    step.run();
                    time.sleep(pause);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    /** Changes its role no more; the lease is kept until {@link #close}, which is to come when nothing is asked. */
    public synchronized void stop() throws InterruptedException {
        loops.forEach(Thread::interrupt);
        for (Thread loop : loops) {
            loop.join(PATIENCE.toMillis());
        }
    }

    /** Gives the lease back, so that another one leads at once. */
    @Override
    public synchronized void close() {
        if (lease != null) {
            lease.close();
        }
    }

    /** Follows the leadership. */
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
                work.begin(keeping.take());
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

    /** Whether a call to TRRO may leave at this moment. */
    public boolean mayAsk() {
        return leadership.mayAsk();
    }

    /** When the lease was last seen; empty if never. */
    public Optional<Instant> leaseSeen() {
        return leadership.lastSeen();
    }

    /** When the picture of another leader came last; empty if never. */
    public Optional<Instant> pictureReceived() {
        return keeping.lastSuccess();
    }
}
