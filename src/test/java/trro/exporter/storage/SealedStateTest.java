package trro.exporter.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SealedStateTest {

    private static final byte[] STATE = "what is known ".repeat(40).getBytes(UTF_8);

    private static void assertRefused(byte[] sealed, String why) {
        assertThatExceptionOfType(DamagedStateException.class)
                .isThrownBy(() -> SealedState.open(sealed))
                .withMessageContaining(why);
    }

    @Test
    void whatIsSealedComesBack() throws DamagedStateException {
        byte[] sealed = SealedState.seal(STATE);

        assertThat(SealedState.open(sealed)).isEqualTo(STATE);
        assertThat(sealed).hasSizeLessThan(STATE.length / 4);
        assertThat(SealedState.open(SealedState.seal(new byte[0]))).isEmpty();
    }

    @Test
    void everyRefusalSaysWhy() {
        byte[] sealed = SealedState.seal(STATE);
        byte[] newer = sealed.clone();
        newer[11] = 2;
        byte[] flipped = sealed.clone();
        flipped[sealed.length - 5] ^= 1;

        assertRefused(new byte[0], "cut off");
        assertRefused("accounts:\n  - projects: discover\n".getBytes(UTF_8), "not written by trro-exporter");
        assertRefused(newer, "form 2, written by another version of trro-exporter; this one reads form 1");
        assertRefused(Arrays.copyOf(sealed, sealed.length - 1), "bytes instead of");
        assertRefused(Arrays.copyOf(sealed, sealed.length + 1), "bytes instead of");
        assertRefused(flipped, "checksum");
    }

    @Test
    void noChangeOfBytesGoesUnnoticed() {
        byte[] sealed = SealedState.seal(STATE);
        Random random = new Random(1);

        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(changed, "it");
        }
        for (int i = 0; i < 2000; i++) {
            byte[] changed = Arrays.copyOf(sealed, random.nextInt(sealed.length + 1));
            int flips = changed.length == sealed.length ? 1 + random.nextInt(20) : random.nextInt(20);
            random.ints(flips, 0, Math.max(1, changed.length)).distinct().forEach(at -> {
                if (at < changed.length) {
                    changed[at] ^= (byte) (1 + random.nextInt(255));
                }
            });
            assertRefused(changed, "it");
        }
    }
}
