package trro.exporter.polling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import trro.exporter.polling.RankOrder.Rank;

class RankOrderTest {

    /** Who is served while these ranks always wait and others come and go. */
    private static List<Rank> served(Set<Rank> always, Set<Rank> sometimes, long seed) {
        Random random = new Random(seed);
        RankOrder order = new RankOrder();
        return IntStream.range(0, 400)
                .mapToObj(turn -> {
                    Rank rank = order.ranks().stream()
                            .filter(next -> always.contains(next) || (sometimes.contains(next) && random.nextBoolean()))
                            .findFirst()
                            .orElseThrow();
                    order.served(rank);
                    return rank;
                })
                .toList();
    }

    private static void assertAtLeastOneIn(int turns, Rank rank, List<Rank> served) {
        for (int first = 0; first + turns <= served.size(); first++) {
            assertThat(served.subList(first, first + turns)).contains(rank);
        }
    }

    @Test
    void whatIsLateGetsEveryFourthTurnWhateverOtherDevicesWait() {
        for (long seed = 0; seed < 50; seed++) {
            List<Rank> served = served(EnumSet.of(Rank.LATE), EnumSet.of(Rank.CLOSING, Rank.ACTIVE, Rank.IDLE), seed);

            assertAtLeastOneIn(PollPace.LATE_EVERY, Rank.LATE, served);
        }
    }

    @Test
    void aProjectDelaysWhatIsLateByOneTurnAtMost() {
        for (long seed = 0; seed < 50; seed++) {
            List<Rank> served =
                    served(EnumSet.of(Rank.LATE), EnumSet.of(Rank.PROJECT, Rank.CLOSING, Rank.ACTIVE), seed);

            assertAtLeastOneIn(PollPace.LATE_EVERY + 1, Rank.LATE, served);
        }
    }

    @Test
    void projectsTakeAtMostEverySecondTurnWhileDevicesWait() {
        List<Rank> served = served(EnumSet.of(Rank.PROJECT, Rank.IDLE), EnumSet.noneOf(Rank.class), 1);

        assertThat(Collections.frequency(served, Rank.PROJECT)).isEqualTo(200);
        assertAtLeastOneIn(2, Rank.IDLE, served);
    }

    @Test
    void closedBucketsAndActiveDevicesTakeTurnsBesideAllOthers() {
        List<Rank> served =
                served(EnumSet.of(Rank.PROJECT, Rank.CLOSING, Rank.ACTIVE, Rank.LATE), EnumSet.noneOf(Rank.class), 1);

        List<Rank> both = new ArrayList<>(served);
        both.retainAll(EnumSet.of(Rank.CLOSING, Rank.ACTIVE));
        assertThat(both).hasSize(100);
        for (int i = 1; i < both.size(); i++) {
            assertThat(both.get(i)).isNotEqualTo(both.get(i - 1));
        }
    }
}
