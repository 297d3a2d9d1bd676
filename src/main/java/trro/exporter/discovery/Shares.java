package trro.exporter.discovery;

import java.util.List;
import java.util.stream.IntStream;

/** Deals out places fairly: nobody gets more than it wants, and nobody who wants more gets less than another by more than one. */
final class Shares {

    private Shares() {}

    static int[] of(List<Integer> wants, int places) {
        int[] shares = new int[wants.size()];
        int left = places;
        int[] unmet = unmet(wants, shares);
        while (left > 0 && unmet.length > 0) {
            int each = Math.max(1, left / unmet.length);
            for (int index : unmet) {
                int more = Math.min(Math.min(each, wants.get(index) - shares[index]), left);
                shares[index] += more;
                left -= more;
            }
            unmet = unmet(wants, shares);
        }
        return shares;
    }

    private static int[] unmet(List<Integer> wants, int[] shares) {
        return IntStream.range(0, shares.length)
                .filter(index -> shares[index] < wants.get(index))
                .toArray();
    }
}
