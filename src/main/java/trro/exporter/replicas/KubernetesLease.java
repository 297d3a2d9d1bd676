package trro.exporter.replicas;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.impl.KubernetesClientImpl;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/**
 * Takes part in the election by a lease until it is closed. {@link Leadership} learns how it stands from {@link
 * WatchedLock}: the elector's own callbacks speak of a lease that was not renewed yet.
 */
final class KubernetesLease implements AutoCloseable {

    private final KubernetesClient client;
    private final LeaderElectionConfig settings;
    private final ExecutorService thread;
    private CompletableFuture<?> election = CompletableFuture.completedFuture(null);
    private boolean closed;

    /** The client without what it offers for other kinds of objects, whose classes this program does not have. */
    private static final class LeaseClient extends KubernetesClientImpl {

        LeaseClient(HttpClient http, Config config) {
            super(http, config);
        }

        @Override
        protected void registerDefaultAdapters() {}

        @Override
        protected void registerDefaultHandlers() {}
    }

    /**
     * Does not begin yet.
     *
     * @param place where Kubernetes is, such as the pod's service account or the file of KUBECONFIG says; its limits
     *     are not used
     * @param thread looks at the lease; closed with this
     */
    KubernetesLease(WatchedLock lock, LeaseTerms terms, Config place, ExecutorService thread) {
        client = client(place, terms);
        settings = new LeaderElectionConfig(
                lock,
                terms.duration(),
                terms.renewDeadline(),
                terms.retryPeriod(),
                new LeaderCallbacks(() -> {}, () -> {}, holder -> {}),
                true,
                lock.describe());
        this.thread = thread;
    }

    /** @param place where Kubernetes is; its limits are not used */
    static KubernetesClient client(Config place, LeaseTerms terms) {
        int timeoutMillis = Math.toIntExact(terms.requestTimeout().toMillis());
        Config config = new ConfigBuilder(place)
                .withConnectionTimeout(timeoutMillis)
                .withRequestTimeout(timeoutMillis)
                .withRequestRetryBackoffLimit(0)
                .build();
        return new LeaseClient(new JdkHttpClientFactory().newBuilder(config).build(), config);
    }

    /** Begins; an election that ends, since the lease was lost, is followed by another one. */
    synchronized void start() {
        if (closed) {
            return;
        }
        CompletableFuture<?> next = new LeaderElector(client, settings, thread).start();
        election = next;
        CompletableFuture<?> unused = next.whenCompleteAsync((result, failure) -> start(), thread);
    }

    /** Gives the lease back if it is this replica's. */
    @Override
    public void close() {
        CompletableFuture<?> last;
        synchronized (this) {
            closed = true;
            last = election;
        }
        last.cancel(true);
        thread.shutdown();
        client.close();
    }
}
