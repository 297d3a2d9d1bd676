package trro.exporter.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import trro.exporter.replicas.Leadership.Leader;
import trro.exporter.replicas.Leadership.Role;
import trro.exporter.support.FakeTime;
import trro.exporter.support.LoggedLines;
import trro.exporter.support.MockKubernetes;

/** The lease over real HTTP, as fabric8's mock server plays Kubernetes: conflicts, ages and errors. */
class WatchedLockTest {

    private static final LeaseName LEASE = new LeaseName("monitoring", "trro");
    private static final URI ADDRESS = URI.create("http://10.0.0.7:10205");
    private static final LeaseTerms TERMS = new LeaseTerms(Duration.ofSeconds(15));

    /** Of a client that waits longer for an answer than a busy machine takes. */
    private static final LeaseTerms PATIENT = new LeaseTerms(Duration.ofMinutes(5));

    private final FakeTime time = new FakeTime("2026-11-30T03:00:00Z");
    private final MockKubernetes kubernetes = new MockKubernetes();
    private final KubernetesClient client = KubernetesLease.client(kubernetes.config(), PATIENT);
    private final Leadership leadership = new Leadership(TERMS, time);
    private final WatchedLock lock = lock("own", leadership);

    @AfterEach
    void close() {
        client.close();
        kubernetes.close();
    }

    private WatchedLock lock(String identity, Leadership of) {
        return new WatchedLock(LEASE, identity, ADDRESS, of, TERMS, time);
    }

    private static LeaderElectionRecord record(String holder, Duration duration, ZonedDateTime renewed) {
        return new LeaderElectionRecord(holder, duration, renewed, renewed, 0);
    }

    private LeaderElectionRecord record(String holder) {
        return record(holder, TERMS.duration(), time.now().atZone(ZoneOffset.UTC));
    }

    /** Another replica has the lease and renews it, by a clock of its own. */
    private void otherRenews(Duration duration, String at) {
        LeaseLock other = lock("other", new Leadership(TERMS, time));
        LeaderElectionRecord next = record("other", duration, ZonedDateTime.parse(at));
        if (other.get(client) == null) {
            other.create(client, next);
        } else {
            other.update(client, next);
        }
    }

    private Duration seenAge() {
        LeaderElectionRecord seen = Objects.requireNonNull(lock.get(client));
        return Duration.between(seen.getRenewTime(), time.now().atZone(ZoneOffset.UTC));
    }

    @Test
    void whoMakesTheLeaseLeadsAndTellsItsAddress() {
        assertThat(lock.get(client)).isNull();
        lock.create(client, record("own"));

        assertThat(leadership.role()).isEqualTo(Role.LEADS);
        Leadership others = new Leadership(TERMS, time);
        lock("other", others).get(client);
        assertThat(others.leader()).contains(new Leader("own", Optional.of(ADDRESS)));
    }

    @Test
    void theAgeOfALeaseIsCountedFromWhenItsChangeWasSeenWhateverTheClockOfItsHolderSays() {
        otherRenews(TERMS.duration(), "2026-11-30T02:00:00Z"); // an hour behind

        assertThat(seenAge()).isZero();
        time.advance(Duration.ofSeconds(15));
        assertThat(seenAge()).isEqualTo(Duration.ofSeconds(15));
        otherRenews(TERMS.duration(), "2026-11-30T02:00:15Z");
        assertThat(seenAge()).isZero();
    }

    @Test
    void aLeaseThatIsLongerThanOursIsWaitedFor() {
        otherRenews(Duration.ofSeconds(60), "2026-11-30T03:00:00Z");

        assertThat(seenAge()).isEqualTo(Duration.ofSeconds(-45));
    }

    @Test
    void aLeaseWithoutContentIsFree() {
        kubernetes.emptyLease(LEASE.namespace(), LEASE.name());

        LeaderElectionRecord seen = Objects.requireNonNull(lock.get(client));

        assertThat(seen.getHolderIdentity()).isEmpty();
        lock.update(client, record("own"));
        assertThat(leadership.role()).isEqualTo(Role.LEADS);
    }

    @Test
    void whoIsLaterThanAnotherDoesNotLead() {
        kubernetes.freeLease(LEASE.namespace(), LEASE.name());
        lock.get(client);
        otherRenews(TERMS.duration(), "2026-11-30T03:00:00Z");

        try (LoggedLines log = new LoggedLines(WatchedLock.class)) {
            assertThatExceptionOfType(KubernetesClientException.class)
                    .isThrownBy(() -> lock.update(client, record("own")))
                    .satisfies(conflict -> assertThat(conflict.getCode()).isEqualTo(409));
            assertThat(log.lines()).isEmpty();
        }
        assertThat(leadership.role()).isEqualTo(Role.FOLLOWS);
        lock.get(client);
        assertThat(leadership.leader()).map(Leader::identity).contains("other");
    }

    @Test
    void nothingIsAskedFromTheMomentOnAtWhichTheLeaseIsToBeGivenBackAlsoIfThatFails() {
        lock.get(client);
        lock.create(client, record("own"));
        lock.get(client);
        kubernetes.refuse(500, request -> true);

        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() ->
                        lock.update(client, record("", Duration.ofSeconds(1), ZonedDateTime.now(ZoneOffset.UTC))));

        assertThat(leadership.role()).isEqualTo(Role.FOLLOWS);
    }

    @Test
    void aFailureIsLoggedOnceAndSoIsItsEnd() {
        lock.get(client);
        lock.create(client, record("own"));
        kubernetes.refuse(403, request -> true);
        try (LoggedLines log = new LoggedLines(WatchedLock.class)) {
            for (int i = 0; i < 3; i++) {
                assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(() -> lock.get(client));
            }
            time.advance(Duration.ofSeconds(11));
            assertThat(leadership.role()).isEqualTo(Role.SERVES_ON);

            kubernetes.refuse(403, request -> false);
            lock.get(client);
            lock.update(client, record("own"));

            assertThat(leadership.mayAsk()).isFalse(); // it was made by this one, see Leadership
            assertThat(leadership.role()).isEqualTo(Role.LEADS);
            assertThat(log.containing("the lease cannot be looked at")).hasSize(1);
            assertThat(log.containing("the lease can be looked at again")).hasSize(1);
        }
    }
}
