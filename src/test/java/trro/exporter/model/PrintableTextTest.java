package trro.exporter.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTextTest {

    @Test
    void leavesOrdinaryTextAsItIs() {
        assertThat(PrintableText.of("Grüße, 東京 🚚")).isEqualTo("Grüße, 東京 🚚");
        assertThat(PrintableText.of("x".repeat(500))).isEqualTo("x".repeat(500));
    }

    @Test
    void escapesWhatBreaksALineOrCannotBeSeen() {
        assertThat(PrintableText.of("a\nb\u001b[31m\u009f\u2028\u202e\ud800z"))
                .isEqualTo("a\\u000ab\\u001b[31m\\u009f\\u2028\\u202e\\ud800z");
    }

    @Test
    void cutsNoneOfTwoHalvesInTheMiddle() {
        assertThat(PrintableText.cut("ab🚚cd", 3)).isEqualTo("ab…");
        assertThat(PrintableText.cut("abc", 3)).isEqualTo("abc");
    }

    @Test
    void cutsWhatIsTooLong() {
        assertThat(PrintableText.of("x".repeat(380_361))).isEqualTo("x".repeat(500) + "…");
        assertThat(PrintableText.of("\n".repeat(380_361)))
                .hasSize(501)
                .startsWith("\\u000a\\u000a")
                .endsWith("…");
        assertThat(PrintableText.of("x".repeat(499) + "🚚")).isEqualTo("x".repeat(499) + "…");
    }
}
