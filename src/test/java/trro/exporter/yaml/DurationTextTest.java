package trro.exporter.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({
        "0s, PT0S",
        "500ms, PT0.5S",
        "90s, PT90S",
        "10m, PT10M",
        "1h, PT1H",
        "1d, PT24H",
        "1h30m, PT1H30M",
        "1d2h3m4s5ms, PT26H3M4.005S",
        "007s, PT7S"
    })
    void readsUnitsFromTheLargestToTheSmallest(String text, Duration expected) {
        assertThat(DurationText.parse(text)).hasValue(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "0",
                "10",
                "m",
                "1.5h",
                "-1m",
                "+1m",
                "1 m",
                "10m ",
                "30m1h",
                "1m1m",
                "1M",
                "1w",
                "1y",
                "PT1M",
                "1m30",
                "1234567890s",
                "1s\n",
                "\u0661s"
            })
    void refusesEverythingElse(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }

    @Test
    void readsWhatItWrites() {
        for (int seed = 0; seed < 1_000; seed++) {
            Duration duration = Duration.ofMillis(new Random(seed).nextLong(1L << 40));

            assertThat(DurationText.parse(DurationText.format(duration)))
                    .as("seed %d", seed)
                    .hasValue(duration);
        }
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0s", "PT90S, 1m30s", "PT24H, 1d", "PT25H0.5S, 1d1h500ms"})
    void writesTheShortestForm(Duration duration, String expected) {
        assertThat(DurationText.format(duration)).isEqualTo(expected);
    }
}
