package trro.exporter.simulator;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

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
    void latecomersCountInTheirOwnSecond() throws Exception {
        quota.count(CALL, at(900));
        quota.count(CALL, at(1_000));
        quota.count(CALL, at(999));
        quota.count(CALL, at(1_001));

        assertThatThrownBy(() -> quota.count(CALL, at(901))).isInstanceOf(Refusal.class);
    }

    @Test
    void eachActionAndEachAccountHasItsOwnLimit() throws Exception {
        for (int i = 0; i < 2; i++) {
            quota.count(CALL, at(i));
            quota.count(new Gateway.Admission("Describe", "AKID2"), at(i));
            quota.count(new Gateway.Admission("List", "AKID1"), at(i));
        }

        assertThatThrownBy(() -> quota.count(CALL, at(2))).isInstanceOf(Refusal.class);
    }

    private static Instant at(long millis) {
        return SECOND.plusMillis(millis);
    }
}
