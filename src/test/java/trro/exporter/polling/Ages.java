package trro.exporter.polling;

import java.util.Arrays;
import java.util.Locale;

/** Ages that were seen, in seconds. */
final class Ages {

    private double[] seen = new double[1024];
    private int count;

    void add(double seconds) {
        if (count == seen.length) {
            seen = Arrays.copyOf(seen, 2 * count);
        }
        seen[count++] = seconds;
    }

    int count() {
        return count;
    }

    /** The age that so many of all are not above, from 0 to 1. */
    double quantile(double share) {
        Arrays.sort(seen, 0, count);
        return seen[(int) Math.min(count - 1, Math.ceil(share * count))];
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "median %.1f s, 99 %% within %.1f s, oldest %.1f s (%d seen)",
                quantile(0.5),
                quantile(0.99),
                quantile(1),
                count);
    }
}
