package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.api.TrroAction.DEVICES;
import static trro.exporter.api.TrroAction.PROJECT_LIST;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ListAction;
import trro.exporter.api.ListRead;

class ListReadsTest {

    private static final Instant EARLIER = Instant.parse("2026-11-22T08:20:00Z");
    private static final Instant LATER = Instant.parse("2026-11-22T08:30:00Z");

    private final ListReads reads = new ListReads();

    ListReadsTest() {
        reads.keep(Map.of(PROJECT_LIST, Set.of(ListAction.ACCOUNT), DEVICES, Set.of("p", "q")));
    }

    @Test
    void tellsTheLastReadingOfEachList() {
        reads.read(PROJECT_LIST, ListAction.ACCOUNT, EARLIER);
        reads.read(DEVICES, "p", EARLIER);
        reads.read(DEVICES, "p", LATER);

        assertThat(reads.all())
                .containsExactlyInAnyOrder(
                        new ListRead(PROJECT_LIST, Optional.empty(), EARLIER),
                        new ListRead(DEVICES, Optional.of("p"), LATER));
    }

    @Test
    void aListThatIsNoLongerReadIsForgotten() {
        reads.read(DEVICES, "p", EARLIER);
        reads.read(DEVICES, "q", EARLIER);

        reads.keep(Map.of(DEVICES, Set.of("q")));

        assertThat(reads.all()).containsExactly(new ListRead(DEVICES, Optional.of("q"), EARLIER));
    }

    @Test
    void theAnswerOfACallThatWasUnderWayDoesNotBringItBack() {
        reads.keep(Map.of(DEVICES, Set.of("q")));

        reads.read(DEVICES, "p", LATER);

        assertThat(reads.all()).isEmpty();
    }
}
