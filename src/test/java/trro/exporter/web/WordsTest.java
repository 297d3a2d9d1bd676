package trro.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource({
        "PT-5S, 0 s",
        "PT0.9S, 0 s",
        "PT59.9S, 59 s",
        "PT1M, 1 min",
        "PT59M59S, 59 min",
        "PT1H, 1 h",
        "PT2H5M, 2 h 5 min",
        "P1D, 1 d",
        "P3DT4H5M, 3 d 4 h",
    })
    void tellsASpanInItsLargestUnits(Duration span, String words) {
        assertThat(Words.span(span)).isEqualTo(words);
    }

    @Test
    void cutsBetweenCharacters() {
        assertThat(Words.cut("ab🚚cd", 3)).isEqualTo("ab…");
        assertThat(Words.cut("abc", 3)).isEqualTo("abc");
    }
}
