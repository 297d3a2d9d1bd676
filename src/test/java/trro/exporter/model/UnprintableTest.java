package trro.exporter.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnprintableTest {

    @ParameterizedTest
    @ValueSource(
            ints = {0, '\t', '\n', '\r', 0x1b, 0x7f, 0x80, 0x85, 0x9f, 0xad, 0x200b, 0x202e, 0x2028, 0x2029, 0xd83d})
    void controlsOfBothKindsAndCharactersThatCannotBeSeenAreUnprintable(int codePoint) {
        assertThat(Unprintable.is(codePoint)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {' ', '~', 0xa0, 0xfc, 0x65e5, 0x1f4a1})
    void charactersThatCanBeSeenArePrintable(int codePoint) {
        assertThat(Unprintable.is(codePoint)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "plain text, plain text",
        "'first\r\n\tsecond', first second",
        "'\u009b31mred\u0085line', 31mred line",
        "'a\u2028b\u2029\u007f', a b",
        "'\n', ''",
        "truck-\ud83d\ude9a, truck-\ud83d\ude9a",
        "'half-\ud83d', half-"
    })
    void textOnOneLineHasASpaceForEachRun(String text, String line) {
        assertThat(Unprintable.oneLine(text)).isEqualTo(line);
    }

    @Test
    void oneOfThemIsEnough() {
        assertThat(Unprintable.isIn("truck\u0080")).isTrue();
        assertThat(Unprintable.isIn("truck 7")).isFalse();
    }
}
