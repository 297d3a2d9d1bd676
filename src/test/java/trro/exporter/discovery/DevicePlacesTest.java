package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DevicePlacesTest {

    @Test
    void everybodyGetsWhatItWantsWhereThereIsRoom() {
        assertThat(DevicePlaces.shares(List.of(3, 0, 5), 9)).containsExactly(3, 0, 5);
    }

    @Test
    void whatTheModestLeaveGoesToTheOthersEvenly() {
        assertThat(DevicePlaces.shares(List.of(1, 100, 100), 11)).containsExactly(1, 5, 5);
    }

    @Test
    void fewerPlacesThanThoseWhoWantOneGoToTheFirst() {
        assertThat(DevicePlaces.shares(List.of(4, 4, 4), 2)).containsExactly(1, 1, 0);
    }

    @Test
    void nothingIsDealtOutOfNothing() {
        assertThat(DevicePlaces.shares(List.of(), 5)).isEmpty();
        assertThat(DevicePlaces.shares(List.of(4), 0)).containsExactly(0);
    }

    @Test
    void sharesAreFairWhateverIsWanted() {
        long seed = 20261122;
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            List<Integer> wants = new ArrayList<>();
            int projects = random.nextInt(8);
            for (int i = 0; i < projects; i++) {
                wants.add(random.nextInt(30));
            }
            int places = random.nextInt(100);

            int[] shares = DevicePlaces.shares(wants, places);

            String context = "seed " + seed + ", round " + round + ": " + wants + " of " + places;
            int wanted = wants.stream().mapToInt(Integer::intValue).sum();
            assertThat(IntStream.of(shares).sum()).as(context).isEqualTo(Math.min(wanted, places));
            int most = IntStream.of(shares).max().orElse(0);
            for (int i = 0; i < shares.length; i++) {
                assertThat(shares[i]).as(context).isBetween(0, wants.get(i));
                if (shares[i] < wants.get(i)) {
                    assertThat(shares[i]).as(context).isGreaterThanOrEqualTo(most - 1);
                }
            }
        }
    }
}
