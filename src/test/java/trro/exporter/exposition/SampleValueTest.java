package trro.exporter.exposition;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleValueTest {

    private static final int RANDOM_VALUES = 200_000;

    private static String written(double value) {
        byte[] buffer = new byte[3 + SampleValue.MOST_BYTES];
        int end = SampleValue.write(value, buffer, 3);
        return new String(buffer, 3, end - 3, US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0,
                -0.0,
                1,
                9,
                10,
                11,
                99,
                100,
                9_999_999,
                10_000_000,
                10_000_001,
                2_147_483_647,
                2_147_483_648.0,
                1e300,
                -1,
                -0.5,
                0.5,
                1.5,
                1e-3,
                9.999e-4,
                1.7953356E9,
                1.795335600123E9,
                90.000000001,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                -2.2250738585072014E-308
            })
    void isWhatJavaWrites(double value) {
        assertThat(written(value)).isEqualTo(Double.toString(value));
    }

    @Test
    void isWhatJavaWritesForEveryWholePercent() {
        for (int percent = 0; percent <= 100; percent++) {
            double share = percent / 100.0;
            assertThat(written(share)).isEqualTo(Double.toString(share));
            assertThat(written(Math.nextUp(share))).isEqualTo(Double.toString(Math.nextUp(share)));
        }
    }

    @Test
    void isWhatJavaWritesForWholeNumbersAndForAnyOther() {
        Random random = new Random(1);
        for (int i = 0; i < RANDOM_VALUES; i++) {
            double whole = random.nextInt(1 << (1 + random.nextInt(30)));
            assertThat(written(whole)).isEqualTo(Double.toString(whole));
            double any = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(any)) {
                assertThat(written(any)).isEqualTo(Double.toString(any));
            }
        }
    }
}
