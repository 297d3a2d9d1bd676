package trro.exporter.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import trro.exporter.replicas.Leadership.Role;
import trro.exporter.support.LoggedLines;
import trro.exporter.support.MockKubernetes;
import trro.exporter.support.Slow;
import trro.exporter.time.SystemTime;

/** Electors in real time, as fabric8's mock server plays Kubernetes: leases that run out, errors and time-outs. */
@Slow
class ElectionTest {

    private static final LeaseName LEASE = new LeaseName("monitoring", "trro");
    private static final URI ADDRESS = URI.create("http://10.0.0.7:10205");

    private final LeaseTerms quick = new LeaseTerms(Duration.ofSeconds(3));
    private final SystemTime real = new SystemTime();
    private final MockKubernetes kubernetes = new MockKubernetes();

    @AfterEach
    void close() {
        kubernetes.close();
    }

    private WatchedLock lock(String identity, Leadership of) {
        return new WatchedLock(LEASE, identity, ADDRESS, of, quick, real);
    }

    @Test
    void anElectorTakesAFreeLeaseRenewsItLosesItToNobodyWhileErrorsPassAndGivesItBack() {
        Leadership own = new Leadership(quick, real);
        kubernetes.freeLease(LEASE.namespace(), LEASE.name());
        WatchedLock watched = lock("own", own);
        try (KubernetesLease lease =
                new KubernetesLease(watched, quick, kubernetes.config(), Executors.newSingleThreadExecutor())) {
            lease.start();
            await().until(() -> own.role() == Role.LEADS);
            kubernetes.refuse(500, request -> true);
            await().until(() -> own.role() == Role.SERVES_ON);
            kubernetes.refuse(500, request -> false);
            await().until(() -> own.role() == Role.LEADS);
        }
        assertThat(own.role()).isEqualTo(Role.FOLLOWS);
        try (KubernetesClient client = KubernetesLease.client(kubernetes.config(), quick)) {
            assertThat(Objects.requireNonNull(watched.get(client)).getHolderIdentity())
                    .isEmpty();
        }
    }

    @Test
    void aSecondElectorTakesTheLeaseOfOneThatIsGoneAndTheFirstFollowsWhenItComesBack() {
        Leadership mine = new Leadership(quick, real);
        Leadership theirs = new Leadership(quick, real);
        kubernetes.freeLease(LEASE.namespace(), LEASE.name());
        WatchedLock first = lock("first", mine);
        WatchedLock second = lock("second", theirs);
        try (KubernetesLease one = new KubernetesLease(
                        first, quick, kubernetes.config("one"), Executors.newSingleThreadExecutor());
                KubernetesLease two = new KubernetesLease(
                        second, quick, kubernetes.config("two"), Executors.newSingleThreadExecutor())) {
            one.start();
            await().until(() -> mine.role() == Role.LEADS);
            two.start();
            kubernetes.refuse(503, request -> "one".equals(request.getHeader("User-Agent")));

            await().until(() -> theirs.role() == Role.LEADS);
            assertThat(mine.mayAsk()).isFalse();
            kubernetes.refuse(503, request -> false);
            await().until(() -> mine.leader().isPresent());
            assertThat(mine.role()).isEqualTo(Role.FOLLOWS);
            assertThat(theirs.role()).isEqualTo(Role.LEADS);
        }
    }

    @Test
    void aKubernetesThatDoesNotAnswerIsGivenUpInTime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                LoggedLines log = new LoggedLines(WatchedLock.class);
                KubernetesLease lease = new KubernetesLease(
                        lock("own", new Leadership(quick, real)),
                        quick,
                        new ConfigBuilder(Config.empty())
                                .withMasterUrl("http://127.0.0.1:" + silent.getLocalPort())
                                .build(),
                        Executors.newSingleThreadExecutor())) {
            lease.start();

            await().atMost(Duration.ofSeconds(9)) // the client itself would wait for 10
                    .until(() -> !log.containing("cannot be looked at").isEmpty());
        }
    }
}
