package trro.exporter.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

    @Test
    void whatIsKeptOfAnErrorIsBounded() {
        String long100k = "x".repeat(100_000);
        String body = "{\"Response\":{\"Error\":{\"Code\":\"%1$s\",\"Message\":\"%1$s\"},\"RequestId\":\"%1$s\"}}"
                .formatted(long100k);

        ApiException error =
                Envelope.error(body.getBytes(StandardCharsets.UTF_8)).orElseThrow();

        assertThat(error.code()).hasSize(129).endsWith("…");
        assertThat(error.requestId().orElseThrow()).hasSize(129).endsWith("…");
        assertThat(error.getMessage()).hasSizeLessThan(800);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OK", "Timeout", "Network", "Malformed", "Credentials", " OK "})
    void aCodeOfTrrosThatIsAWordOfOursIsNeitherASuccessNorAFailureOfOurs(String code) {
        for (String body : List.of(
                "{\"Response\":{\"Error\":{\"Code\":\"%s\",\"Message\":\"m\"},\"RequestId\":\"r\"}}",
                "{\"code\":4000,\"message\":\"m\",\"codeDesc\":\"%s\"}")) {
            ApiException error = Envelope.error(body.formatted(code).getBytes(StandardCharsets.UTF_8))
                    .orElseThrow();

            assertThat(ErrorCodes.label(error.code())).isEqualTo("Other");
            assertThat(error.code()).isNotEqualTo(code.strip());
            assertThat(error.kind()).isEqualTo(ApiException.Kind.SERVER);
        }
    }

    @Test
    void theMessageTellsTheCodeThatWasSent() {
        String body = "{\"Response\":{\"Error\":{\"Code\":\"OK\",\"Message\":\"fine\"},\"RequestId\":\"r\"}}";

        ApiException error =
                Envelope.error(body.getBytes(StandardCharsets.UTF_8)).orElseThrow();

        assertThat(error.code()).isEqualTo("Other");
        assertThat(error).hasMessageStartingWith("OK: fine; ");
    }

    @Test
    void aRequestIdOfTheLongestLengthStaysWholeAndAnEmptyOneIsNone() throws ApiException {
        assertThat(requestId("x".repeat(128))).contains("x".repeat(128));
        assertThat(requestId("")).isEmpty();
    }

    private static Optional<String> requestId(String id) throws ApiException {
        byte[] body = "{\"Response\":{\"RequestId\":\"%s\"}}".formatted(id).getBytes(StandardCharsets.UTF_8);
        return Envelope.requestId(Envelope.response(body));
    }
}
