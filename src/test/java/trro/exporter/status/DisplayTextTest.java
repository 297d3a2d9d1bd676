package trro.exporter.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayTextTest {

    @ParameterizedTest
    @CsvSource({
        "PT-5S, 0 s",
        "PT0.9S, 0 s",
        "PT59.9S, 59 s",
        "PT1M, 1 min",
        "PT1M6S, 1 min 6 s",
        "PT59M59S, 59 min 59 s",
        "PT1H, 1 h",
        "PT2H5M, 2 h 5 min",
        "P1D, 1 d",
        "P3DT4H5M, 3 d 4 h",
    })
    void tellsASpanInItsLargestUnits(Duration span, String words) {
        assertThat(DisplayText.span(span)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"15.5339, 15.5", "1, 1.0", "0.0186, 0.02", "240.04, 240.0"})
    void tellsARateAsFineAsItMatters(double perSecond, String words) {
        assertThat(DisplayText.rate(perSecond)).isEqualTo(words);
    }

    @Test
    void tellsCallsOfOneSecondApart() {
        assertThat(DisplayText.preciseMoment(Instant.parse("2026-11-22T08:30:00.0429Z")))
                .isEqualTo("2026-11-22 08:30:00.042 UTC");
    }
}
