package trro.exporter.replicas;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.model.Unprintable;
import trro.exporter.replicas.Leadership.Grant;
import trro.exporter.replicas.Leadership.Leader;
import trro.exporter.time.Moment;
import trro.exporter.time.TimeSource;

/**
 * The lease as the elector reads and writes it, with two changes. Its age is counted from when this replica saw it
 * change, since clocks of two machines differ; and whatever fails, fails as the elector expects, which would end
 * without a word otherwise. Its methods run one at a time.
 */
final class WatchedLock extends LeaseLock {

    private static final Logger logger = LoggerFactory.getLogger(WatchedLock.class);

    /** The annotation by which followers find the leader's pages. */
    private static final String ADDRESS = "trro-exporter/address";

    private final Leadership leadership;
    private final LeaseTerms terms;
    private final TimeSource time;
    private Moment look;
    private Grant nextGrant = Grant.CREATED;
    private @Nullable String seenVersion;
    private long seenNanos;
    private boolean failing;

    /**
     * @param identity of this replica, which no other one has or had
     * @param address where the others reach this one
     */
    WatchedLock(
            LeaseName lease, String identity, URI address, Leadership leadership, LeaseTerms terms, TimeSource time) {
        super(
                new ObjectMetaBuilder()
                        .withNamespace(lease.namespace())
                        .withName(lease.name())
                        .withAnnotations(Map.of(ADDRESS, address.toString()))
                        .build(),
                identity);
        this.leadership = leadership;
        this.terms = terms;
        this.time = time;
        look = Moment.now(time);
    }

    @Override
    public synchronized @Nullable LeaderElectionRecord get(KubernetesClient client) {
        look = leadership.looks();
        nextGrant = Grant.CREATED;
        return watched(() -> super.get(client));
    }

    @Override
    public synchronized void create(KubernetesClient client, LeaderElectionRecord ours) {
        watched(() -> {
            super.create(client, ours);
            return ours;
        });
        leadership.granted(look, nextGrant);
    }

    @Override
    public synchronized void update(KubernetesClient client, LeaderElectionRecord next) {
        boolean givesBack = !identity().equals(next.getHolderIdentity());
        if (givesBack) {
            leadership.gaveUp(); // first, so that no call leaves when another may lead
        }
        watched(() -> {
            super.update(client, next);
            return next;
        });
        if (!givesBack) {
            leadership.granted(look, nextGrant);
        }
    }

    @Override
    protected LeaderElectionRecord toRecord(Lease lease) {
        LeaseSpec spec = Objects.requireNonNullElseGet(lease.getSpec(), LeaseSpec::new);
        String holder = Objects.requireNonNullElse(spec.getHolderIdentity(), "");
        boolean own = holder.equals(identity());
        nextGrant = own ? Grant.RENEWED : Grant.TAKEN;
        if (own) {
            leadership.stillOwn();
        } else {
            leadership.heldBy(holder.isEmpty() ? Optional.empty() : Optional.of(new Leader(holder, address(lease))));
        }
        ZonedDateTime renewed = renewedAsSeenHere(lease, spec);
        return new LeaderElectionRecord(
                holder,
                terms.duration(),
                Objects.requireNonNullElse(spec.getAcquireTime(), renewed),
                renewed,
                Objects.requireNonNullElse(spec.getLeaseTransitions(), 0));
    }

    /** A time that is this replica's own duration in the past once nothing has changed for the longer of both. */
    private ZonedDateTime renewedAsSeenHere(Lease lease, LeaseSpec spec) {
        String version = lease.getMetadata().getResourceVersion() + " " + spec.getRenewTime();
        if (!version.equals(seenVersion)) {
            seenVersion = version;
            seenNanos = time.nanoTime();
        }
        Duration holders = Duration.ofSeconds(Objects.requireNonNullElse(spec.getLeaseDurationSeconds(), 0));
        Duration longer = holders.minus(terms.duration());
        return time.now()
                .minusNanos(time.nanoTime() - seenNanos)
                .plus(longer.isNegative() ? Duration.ZERO : longer)
                .atZone(ZoneOffset.UTC);
    }

    private static Optional<URI> address(Lease lease) {
        try {
            return Optional.ofNullable(lease.getMetadata().getAnnotations())
                    .map(annotations -> annotations.get(ADDRESS))
                    .map(URI::create);
        } catch (IllegalArgumentException e) { // written by something else
            return Optional.empty();
        }
    }

    private <T extends @Nullable Object> T watched(Supplier<T> exchange) {
        try {
            T result = exchange.get();
            if (failing) {
                failing = false;
                logger.atInfo().log("the lease can be looked at again");
            }
            return result;
        } catch (RuntimeException | LinkageError e) {
            KubernetesClientException failure =
                    e instanceof KubernetesClientException known ? known : new KubernetesClientException("defect", e);
            if (failure.getCode() != HttpURLConnection.HTTP_CONFLICT) { // else another one was quicker
                failed(failure);
            }
            throw failure;
        }
    }

    private void failed(KubernetesClientException failure) {
        leadership.unreachable();
        if (!failing) {
            failing = true;
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            logger.atWarn()
                    .addKeyValue("lease", describe())
                    .addKeyValue("error", Unprintable.oneLine(String.valueOf(failure.getMessage())))
                    .addKeyValue("cause", Unprintable.oneLine(cause.toString()))
                    .log("the lease cannot be looked at; it is tried again");
        }
    }
}
