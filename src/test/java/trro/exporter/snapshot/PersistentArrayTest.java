package trro.exporter.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersistentArrayTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 32, 33, 1024, 1025, 40_000})
    void behavesAsAnArrayThatIsCopiedOnEveryChange(int length) {
        Random random = new Random(length);
        PersistentArray<Integer> array = PersistentArray.of(length, index -> -index);
        Integer[] expected = new Integer[length];
        Arrays.setAll(expected, index -> -index);
        for (int i = 0; i < 200; i++) {
            int index = i == 0 ? length - 1 : random.nextInt(length);
            PersistentArray<Integer> before = array;
            int old = before.at(index);

            array = before.with(index, i + 1);
            expected[index] = i + 1;

            assertThat(before.at(index)).as("index %d", index).isEqualTo(old);
        }
        for (int index = 0; index < length; index++) {
            assertThat(array.at(index)).as("index %d", index).isEqualTo(expected[index]);
        }
    }
}
