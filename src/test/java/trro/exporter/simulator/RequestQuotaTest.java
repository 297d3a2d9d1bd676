package trro.exporter.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import trro.exporter.simulator.Simulator.Traffic;
import trro.exporter.time.Moment;

class RequestQuotaTest {

    private static final Instant SECOND = Instant.parse("2026-11-19T09:20:00Z");
    private static final Gateway.Admission CALL = new Gateway.Admission("Describe", "AKID1");

    private final RequestQuota quota = new RequestQuota(2);

    @Test
    void theLimitIsOfTheWallClocksSeconds() throws Exception {
        quota.count(CALL, at(999));
        quota.count(CALL, at(999));
        quota.count(CALL, at(1_000));
        quota.count(CALL, at(1_001));

        assertThatThrownBy(() -> quota.count(CALL, at(1_999)))
                .isInstanceOf(Refusal.class)
                .hasMessage("Your current request times exceed the frequency limit `2` for a second."
                        + " Please reduce the frequency of calls.")
                .extracting(thrown -> ((Refusal) thrown).code())
                .isEqualTo("RequestLimitExceeded");
        quota.count(CALL, at(2_000));
    }

    @Test
    void theBusiestSecondMayBeginAnywhere() throws Exception {
        quota.count(CALL, at(999));
        quota.count(CALL, at(998));
        quota.count(CALL, at(1_000));
        quota.count(CALL, at(1_997));
        quota.count(CALL, at(5_000));

        assertThat(quota.traffic("Describe")).isEqualTo(new Traffic(5, 0, 4));
    }

    @Test
    void aSecondIsHalfOpen() throws Exception {
        quota.count(CALL, at(0));
        quota.count(CALL, at(1_000));
        quota.count(CALL, at(2_000));

        assertThat(quota.traffic("Describe")).isEqualTo(new Traffic(3, 0, 1));
    }

    @Test
    void latecomersCountInTheirOwnSecond() throws Exception {
        quota.count(CALL, at(900));
        quota.count(CALL, at(1_000));
        quota.count(CALL, at(999));
        quota.count(CALL, at(1_001));

        assertThatThrownBy(() -> quota.count(CALL, at(901))).isInstanceOf(Refusal.class);
        assertThat(quota.traffic("Describe")).isEqualTo(new Traffic(4, 1, 5));
    }

    @Test
    void eachActionAndEachAccountHasItsOwnLimit() throws Exception {
        for (int i = 0; i < 2; i++) {
            quota.count(CALL, at(i));
            quota.count(new Gateway.Admission("Describe", "AKID2"), at(i));
            quota.count(new Gateway.Admission("List", "AKID1"), at(i));
        }

        assertThat(quota.traffic("Describe")).isEqualTo(new Traffic(4, 0, 2));
        assertThat(quota.traffic("List")).isEqualTo(new Traffic(2, 0, 2));
        assertThat(quota.traffic("Nothing")).isEqualTo(new Traffic(0, 0, 0));
    }

    @Test
    void longRunsAreForgottenButForTheirSums() throws Exception {
        for (int second = 0; second < 10_000; second++) {
            quota.count(CALL, at(second * 1_000L));
            quota.count(CALL, at(second * 1_000L + 300));
        }

        assertThat(quota.traffic("Describe")).isEqualTo(new Traffic(20_000, 0, 2));
    }

    private static Moment at(long millis) {
        return new Moment(SECOND.plusMillis(millis), Duration.ofMillis(millis).toNanos());
    }
}
