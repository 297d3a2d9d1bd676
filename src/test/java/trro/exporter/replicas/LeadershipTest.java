package trro.exporter.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import trro.exporter.replicas.Leadership.Grant;
import trro.exporter.replicas.Leadership.Leader;
import trro.exporter.replicas.Leadership.Role;
import trro.exporter.support.FakeTime;

/** Who may ask, at each moment, by the defaults: a lease of 15 s, asking until 10 s after the last renewal. */
class LeadershipTest {

    private static final Leader OTHER = new Leader("other", Optional.of(URI.create("http://10.0.0.8:10205")));

    private final FakeTime time = new FakeTime("2026-11-30T03:00:00Z");
    private final Leadership leadership = new Leadership(new LeaseTerms(Duration.ofSeconds(15)), time);

    private void granted(Grant grant) {
        leadership.granted(leadership.looks(), grant);
    }

    private void pass(String span) {
        time.advance(Duration.parse(span));
    }

    /** It has led for long. */
    private void leads() {
        granted(Grant.TAKEN);
        pass("PT4S");
        granted(Grant.RENEWED);
    }

    @Test
    void nobodyLeadsBeforeTheLeaseIsGranted() {
        assertThat(leadership.role()).isEqualTo(Role.FOLLOWS);
        assertThat(leadership.mayAsk()).isFalse();
        assertThat(leadership.lastSeen()).isEmpty();
    }

    @Test
    void whoTakesTheLeaseOfAnotherLeadsAtOnceAndAsksWhenTheOthersCallsCountNoMore() {
        leadership.heldBy(Optional.of(OTHER));
        granted(Grant.TAKEN);

        assertThat(leadership.role()).isEqualTo(Role.LEADS);
        assertThat(leadership.leader()).isEmpty();
        pass("PT2.999S");
        assertThat(leadership.mayAsk()).isFalse();
        pass("PT0.001S");
        assertThat(leadership.mayAsk()).isTrue();
    }

    @Test
    void whoMakesTheLeaseWaitsForItsDurationSinceSomebodyMayHaveDeletedThatOfAnother() {
        granted(Grant.CREATED);
        pass("PT9S");
        granted(Grant.RENEWED);
        pass("PT8.999S");
        granted(Grant.RENEWED);
        assertThat(leadership.mayAsk()).isFalse();

        pass("PT0.001S");
        assertThat(leadership.mayAsk()).isTrue();
    }

    @Test
    void whoLeadsGoesOnAskingWhenItsOwnLeaseWasDeleted() {
        leads();

        granted(Grant.CREATED);

        assertThat(leadership.mayAsk()).isTrue();
    }

    @Test
    void asksUntilTheRenewDeadlineAndNotAMomentLonger() {
        leads();

        pass("PT9.999999999S");
        assertThat(leadership.mayAsk()).isTrue();
        pass("PT0.000000001S");
        assertThat(leadership.mayAsk()).isFalse();
    }

    @Test
    void countsARenewalFromTheBeginOfTheLookSinceItsAnswerMayComeMuchLater() {
        leads();
        var look = leadership.looks();
        pass("PT7S"); // it stood still

        leadership.granted(look, Grant.RENEWED);

        pass("PT2.9S");
        assertThat(leadership.mayAsk()).isTrue();
        pass("PT0.1S");
        assertThat(leadership.mayAsk()).isFalse();
    }

    @Test
    void aProcessThatStoodStillDoesNotAskAndShowsNothingUntilItKnowsMore() {
        leads();
        pass("PT40S");

        assertThat(leadership.mayAsk()).isFalse();
        assertThat(leadership.role()).isEqualTo(Role.FOLLOWS);
    }

    @Test
    void aMachineThatWasSuspendedShowsByTheWallClockAlone() {
        leads();
        time.setWallClock(time.now().plusSeconds(10));

        assertThat(leadership.mayAsk()).isFalse();
    }

    @Test
    void aWallClockThatIsSetBackProlongsNothing() {
        leads();
        time.setWallClock(time.now().minusSeconds(3600));
        pass("PT10S");

        assertThat(leadership.mayAsk()).isFalse();
    }

    @Test
    void whoCannotReachKubernetesServesOnForTenMinutesAndAsksNothing() {
        leads();
        pass("PT5S");
        leadership.unreachable();
        assertThat(leadership.role()).isEqualTo(Role.LEADS);

        pass("PT5S");
        assertThat(leadership.role()).isEqualTo(Role.SERVES_ON);
        assertThat(leadership.mayAsk()).isFalse();
        pass("PT9M49S");
        assertThat(leadership.role()).isEqualTo(Role.SERVES_ON);
        pass("PT1S");
        assertThat(leadership.role()).isEqualTo(Role.FOLLOWS);
    }

    @Test
    void whoReachesKubernetesAgainGoesOnIfNobodyTookTheLease() {
        leads();
        leadership.unreachable();
        pass("PT60S");

        granted(Grant.RENEWED);

        assertThat(leadership.role()).isEqualTo(Role.LEADS);
        assertThat(leadership.mayAsk()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Grant.class,
            names = {"TAKEN", "CREATED"})
    void whoWasAwayForLongWaitsWhateverHappenedToItsLease(Grant grant) {
        leads();
        pass("PT60S");

        granted(grant);

        assertThat(leadership.mayAsk()).isFalse();
    }

    @Test
    void whoSeesAnotherLeadFollowsItAtOnce() {
        leads();

        leadership.heldBy(Optional.of(OTHER));

        assertThat(leadership.role()).isEqualTo(Role.FOLLOWS);
        assertThat(leadership.mayAsk()).isFalse();
        assertThat(leadership.leader()).contains(OTHER);
    }

    @Test
    void whoGivesTheLeaseBackAsksNothingMore() {
        leads();

        leadership.gaveUp();

        assertThat(leadership.mayAsk()).isFalse();
        assertThat(leadership.role()).isEqualTo(Role.FOLLOWS);
    }

    @Test
    void theTermsLeaveTimeBetweenTheLastCallOfOneAndTheFirstOfTheNext() {
        for (int seconds : new int[] {6, 15, 300}) {
            LeaseTerms terms = new LeaseTerms(Duration.ofSeconds(seconds));

            assertThat(terms.duration().minus(terms.renewDeadline()))
                    .as("a lease of %s s", seconds)
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
            assertThat(terms.retryPeriod()
                            .multipliedBy(2)
                            .plus(terms.requestTimeout().multipliedBy(2)))
                    .isLessThan(terms.renewDeadline());
        }
    }
}
