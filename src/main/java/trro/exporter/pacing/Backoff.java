package trro.exporter.pacing;

import java.time.Duration;

/**
 * The pause after failures in a row: doubles from a first pause up to a longest one.
 *
 * @param first after the first failure
 * @param longest however many failures there were
 */
public record Backoff(Duration first, Duration longest) {

    private static final int MOST_DOUBLINGS = 20;

    /** The pause after the {@code failures}th failure in a row, counted from 1. */
    public Duration after(int failures) {
        Duration pause = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
