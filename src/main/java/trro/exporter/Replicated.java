package trro.exporter;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.accounts.Accounts;
import trro.exporter.metrics.ReplicaMetrics;
import trro.exporter.replicas.Replica;
import trro.exporter.replicas.ReplicaSettings;
import trro.exporter.storage.SealedState;
import trro.exporter.time.TimeSource;
import trro.exporter.web.WebServer;

/**
 * The part of this process among replicas, and what it tells of it. Alone it may always ask and always shows figures.
 * Thread-safe.
 */
final class Replicated implements WebServer.Picture, ReplicaMetrics.State {

    private static final Logger logger = LoggerFactory.getLogger(Replicated.class);

    private static final long SHARED_NANOS = Duration.ofSeconds(1).toNanos();

    private final Supplier<Accounts> accounts;
    private final TimeSource time;
    private volatile Optional<Replica> replica = Optional.empty();
    private Optional<byte[]> sealed = Optional.empty();
    private long sealedNanos;
    private final LeaderHandOver handOver;

    /** @param accounts those in force */
    Replicated(Supplier<Accounts> accounts, TimeSource time) {
        this.accounts = accounts;
        this.time = time;
        handOver = new LeaderHandOver(time);
    }

    /** From now on there are others. */
    void join(ReplicaSettings settings, Replica.Work work, MeterRegistry registry) {
        Replica own = new Replica(settings, work, time, Threads::loop);
        replica = Optional.of(own);
        ReplicaMetrics.bindTo(registry, settings.lease().toString(), this);
    }

    /** @param address where the others reach this one, unless the settings say so */
    void start(URI address) {
        replica.ifPresent(own -> own.start(address));
    }

    /** Its role stays as it is, so that it can be ended in order. */
    void stop() throws InterruptedException {
        if (replica.isPresent()) {
            replica.get().stop();
        }
    }

    /** Lets another one lead at once, with all that is known here. Nothing is asked any more. */
    void leave() {
        if (isOffered() && leads()) {
            awaitFollower();
        }
        replica.ifPresent(Replica::close);
    }

    private void awaitFollower() {
        synchronized (this) {
            handOver.begin();
            sealed = Optional.empty(); // made before the last calls
        }
        try {
            if (handOver.await()) {
                logger.atInfo().log("another replica has the last picture of this one, which ends");
            } else {
                logger.atWarn().log("this replica ends and no other one got its picture");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a call to TRRO may leave at this moment. */
    boolean mayAsk() {
        return replica.map(Replica::mayAsk).orElse(true);
    }

    boolean showsFigures() {
        return replica.map(Replica::showsFigures).orElse(true);
    }

    Optional<String> reasonNotReady() {
        return replica.flatMap(Replica::reasonNotReady);
    }

    Optional<String> stuck() {
        return replica.flatMap(Replica::stuck);
    }

    @Override
    public boolean isOffered() {
        return replica.isPresent();
    }

    @Override
    public synchronized Optional<byte[]> sealed() {
        if (!showsFigures()) {
            return Optional.empty();
        }
        if (sealed.isEmpty() || time.nanoTime() - sealedNanos > SHARED_NANOS) {
            sealed = Optional.of(SealedState.seal(accounts.get().kept()));
            sealedNanos = time.nanoTime();
        }
        handOver.pictureGiven();
        return sealed;
    }

    @Override
    public boolean leads() {
        return replica.map(Replica::leads).orElse(true);
    }

    @Override
    public long elections() {
        return replica.map(Replica::elections).orElse(0L);
    }

    @Override
    public Optional<Instant> leaseSeen() {
        return replica.flatMap(Replica::leaseSeen);
    }

    @Override
    public Optional<Instant> pictureReceived() {
        return replica.flatMap(Replica::pictureReceived);
    }
}
