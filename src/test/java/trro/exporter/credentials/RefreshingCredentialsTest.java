package trro.exporter.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ApiException;
import trro.exporter.api.Credentials;
import trro.exporter.model.Secret;
import trro.exporter.support.FakeTime;

class RefreshingCredentialsTest {

    private static final Duration LIFETIME = Duration.ofHours(2);

    private final FakeTime time = new FakeTime("2022-08-22T11:00:00Z");
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger fetches = new AtomicInteger();
    private final RefreshingCredentials credentials = new RefreshingCredentials(this::fetch, time);

    private volatile boolean isBroken;
    private volatile boolean isSlow;
    private volatile Duration lifetime = LIFETIME;

    @Test
    void aFreshKeyIsFetchedOnce() throws Exception {
        assertThat(credentials.credentials()).isEqualTo(key(1));
        time.advance(LIFETIME.minusMinutes(10).minusSeconds(1));

        assertThat(credentials.credentials()).isEqualTo(key(1));
    }

    @Test
    void theNextKeyIsFetchedTenMinutesBeforeExpiry() throws Exception {
        credentials.credentials();
        time.advance(LIFETIME.minusMinutes(10));

        assertThat(credentials.credentials()).isEqualTo(key(2));
    }

    @Test
    void aValidKeyOutlastsFailedRenewals() throws Exception {
        credentials.credentials();
        isBroken = true;
        time.advance(LIFETIME.minusSeconds(1));

        assertThat(credentials.credentials()).isEqualTo(key(1));
    }

    @Test
    void anExpiredKeyIsNotUsed() throws Exception {
        credentials.credentials();
        isBroken = true;
        time.advance(LIFETIME);

        assertFails("the source is down");
    }

    @Test
    void afterAFailureTheSourceIsLeftAloneForTenSeconds() throws Exception {
        isBroken = true;
        assertFails("the source is down");
        isBroken = false;
        time.advance(Duration.ofMillis(9_999));
        assertFails("the source is down");
        assertThat(fetches).hasValue(1);

        time.advance(Duration.ofMillis(1));

        assertThat(credentials.credentials()).isEqualTo(key(2));
    }

    @Test
    void aKeyThatIsAlwaysShortOfExpiryIsRenewedEveryTenSecondsAtMost() throws Exception {
        lifetime = Duration.ofMinutes(5);
        for (int second = 0; second < 30; second++) {
            credentials.credentials();
            time.advance(Duration.ofSeconds(1));
        }

        assertThat(fetches).hasValue(3);
    }

    @Test
    void anExpiredGiftIsAFailure() {
        lifetime = Duration.ZERO;

        assertFails(
                "the temporary key that was handed out expired at 2022-08-22T11:00:00Z; check this machine's clock");
    }

    @Test
    void aRefusedKeyIsRenewedOnceAndNotAgainWithinHalfAMinute() throws Exception {
        credentials.refused(credentials.credentials());
        assertThat(credentials.credentials()).isEqualTo(key(2));
        credentials.refused(key(2));
        time.advance(Duration.ofMillis(29_999));
        credentials.refused(key(2));
        assertThat(credentials.credentials()).isEqualTo(key(2));

        time.advance(Duration.ofMillis(1));
        credentials.refused(key(2));

        assertThat(credentials.credentials()).isEqualTo(key(3));
    }

    @Test
    void theRefusalOfAnOldKeyChangesNothing() throws Exception {
        credentials.credentials();

        credentials.refused(key(7));

        assertThat(credentials.credentials()).isEqualTo(key(1));
    }

    @Test
    void whileOneRenewsTheOthersGoOnWithTheValidKey() throws Exception {
        credentials.credentials();
        time.advance(LIFETIME.minusMinutes(5));
        isSlow = true;
        FutureTask<Credentials> renewing = new FutureTask<>(credentials::credentials);
        new Thread(renewing).start();
        arrived.await();
        time.advance(Duration.ofMinutes(1));

        Credentials other = credentials.credentials();

        goOn.countDown();
        assertThat(other).isEqualTo(key(1));
        assertThat(renewing.get()).isEqualTo(key(2));
        assertThat(fetches).hasValue(2);
    }

    @Test
    void whoHasNoKeyWaitsForTheFetchThatIsUnderWay() throws Exception {
        isSlow = true;
        FutureTask<Credentials> first = new FutureTask<>(credentials::credentials);
        new Thread(first).start();
        arrived.await();
        FutureTask<Credentials> second = new FutureTask<>(credentials::credentials);
        Thread waiting = new Thread(second);
        waiting.start();
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        goOn.countDown();

        assertThat(first.get()).isEqualTo(key(1));
        assertThat(second.get()).isEqualTo(key(1));
        assertThat(fetches).hasValue(1);
    }

    @Test
    void aDefectOfTheSourceLeavesNobodyWaiting() throws Exception {
        RefreshingCredentials defective = new RefreshingCredentials(
                () -> {
                    if (fetches.getAndIncrement() == 0) {
                        throw new IllegalStateException("defect");
                    }
                    return new TemporaryKey(key(9), time.now().plus(LIFETIME));
                },
                time);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(defective::credentials)
                .withMessage("defect");

        assertThat(defective.credentials()).isEqualTo(key(9));
    }

    private TemporaryKey fetch() throws ApiException, InterruptedException {
        int number = fetches.incrementAndGet();
        if (isSlow) {
            arrived.countDown();
            goOn.await();
        }
        if (isBroken) {
            throw KeyParts.problem("the source is down");
        }
        return new TemporaryKey(key(number), time.now().plus(lifetime));
    }

    private void assertFails(String message) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(credentials::credentials)
                .withMessage(message);
    }

    private static Credentials key(int number) {
        return new Credentials(
                new Secret("id" + number), new Secret("key" + number), Optional.of(new Secret("token" + number)));
    }
}
