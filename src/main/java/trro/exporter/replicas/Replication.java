package trro.exporter.replicas;

import io.fabric8.kubernetes.client.ConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import trro.exporter.time.TimeSource;

/** The part that this process has among replicas, with all that runs for it. */
public final class Replication implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_STEPS = Duration.ofMillis(100);
    private static final Duration BETWEEN_PICTURES = Duration.ofSeconds(2);

    private final ReplicaSettings settings;
    private final TimeSource time;
    private final BiFunction<String, Runnable, Thread> threads;
    private final Leadership leadership;
    private final PictureKeeping keeping;
    private final Replica replica;
    private List<Thread> loops = List.of();
    private @Nullable KubernetesLease lease;

    /** @param threads makes a thread of a name and what it runs, and does not start it */
    public Replication(
            ReplicaSettings settings,
            Replica.Work work,
            TimeSource time,
            BiFunction<String, Runnable, Thread> threads) {
        this.settings = settings;
        this.time = time;
        this.threads = threads;
        leadership = new Leadership(settings.terms(), time);
        keeping = new PictureKeeping(leadership, new PictureClient(settings.accessFile())::get, time);
        replica = new Replica(leadership, keeping::take, work);
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
                loop("replica", replica::step, BETWEEN_STEPS),
                loop("leaders-picture", keeping::look, BETWEEN_PICTURES));
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

    /** Whether a call to TRRO may leave at this moment. */
    public boolean mayAsk() {
        return leadership.mayAsk();
    }

    public Replica replica() {
        return replica;
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
