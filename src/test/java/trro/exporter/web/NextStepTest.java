package trro.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NextStepTest {

    @Test
    void advisesByTheLongestKnownBeginningOfACode() {
        assertThat(NextStep.of("AuthFailure.SignatureExpire"))
                .hasValue("Set this machine's clock: it is more than 5 minutes off.");
        assertThat(NextStep.of("AuthFailure.SomethingNew"))
                .hasValue("Check the secret id and the secret key of the account.");
        assertThat(NextStep.of("RequestLimitExceeded.IPLimitExceeded"))
                .isEqualTo(NextStep.of("RequestLimitExceeded"))
                .isPresent();
    }

    @Test
    void saysNothingWhereItKnowsNothing() {
        assertThat(NextStep.of("InternalError")).isEmpty();
        assertThat(NextStep.of("NetworkOfAnotherKind")).isEmpty();
    }
}
