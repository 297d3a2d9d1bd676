package trro.exporter.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

    @Test
    void whatIsKeptOfAnErrorIsBounded() {
        String long100k = "x".repeat(100_000);
        String body = "{\"Response\":{\"Error\":{\"Code\":\"%1$s\",\"Message\":\"%1$s\"},\"RequestId\":\"%1$s\"}}"
                .formatted(long100k);

        ApiException error =
                Envelope.error(body.getBytes(StandardCharsets.UTF_8)).orElseThrow();

        assertThat(error.code()).hasSize(131).endsWith("...");
        assertThat(error.requestId().orElseThrow()).hasSize(131).endsWith("...");
        assertThat(error.getMessage()).hasSizeLessThan(800);
    }
}
