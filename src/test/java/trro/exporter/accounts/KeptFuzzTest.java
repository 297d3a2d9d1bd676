package trro.exporter.accounts;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import trro.exporter.storage.DamagedStateException;
import trro.exporter.storage.SealedState;
import trro.exporter.time.Moment;

/** What lies in the place of kept state is read or known as damaged, and nothing else happens. */
class KeptFuzzTest {

    private static final Moment NOW = new Moment(Instant.parse("2026-11-30T03:00:00Z"), 0);

    @FuzzTest
    void file(byte[] sealed) {
        try {
            int unused = KeptState.read(SealedState.open(sealed), NOW).hashCode();
        } catch (DamagedStateException refused) {
            // and set aside
        }
    }

    /** As if its checksum were right. */
    @FuzzTest
    void content(byte[] state) {
        try {
            int unused = KeptState.read(state, NOW).hashCode();
        } catch (DamagedStateException refused) {
            // and set aside
        }
    }
}
