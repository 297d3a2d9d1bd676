package trro.exporter.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trro.exporter.api.ApiException.Kind;

class NextStepTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AuthFailure.TokenFailure | UNAUTHORIZED | renew the temporary credentials; their token was refused",
                "AuthFailure.UnauthorizedOperation | UNAUTHORIZED | allow the action on resource * in CAM",
                "UnauthorizedOperation.CamNoAuth | UNAUTHORIZED | allow the action on resource * in CAM",
                "AuthFailure.SignatureFailure | UNAUTHORIZED | check the secret id and the secret key of the account",
                "AuthFailure | UNAUTHORIZED | check the secret id and the secret key of the account",
                "UnsupportedRegion | INVALID_REQUEST | correct the account's region, or leave it out",
                "IpNotInWhitelist | UNAUTHORIZED | allow this machine's address in CAM",
                "AuthFailures | SERVER | it will be asked again",
            })
    void theLongestKnownCodeDecidesAndElseTheKind(String code, Kind kind, String step) {
        assertThat(Envelope.NextStep.of(code, kind)).isEqualTo(step);
    }
}
