package trro.exporter.snapshot;

import java.time.Duration;

/** Counts what happened within the last 60 seconds, to the second, in little room however much it was. */
final class MinuteCount {

    private static final int SECONDS = 60;
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    private final int[] counts = new int[SECONDS];
    private final long[] seconds = new long[SECONDS]; // which second each count is of

    void add(long nowNanos) {
        long second = Math.floorDiv(nowNanos, SECOND_NANOS);
        int slot = (int) Math.floorMod(second, (long) SECONDS);
        if (seconds[slot] != second) {
            seconds[slot] = second;
            counts[slot] = 0;
        }
        counts[slot]++;
    }

    int at(long nowNanos) {
        long second = Math.floorDiv(nowNanos, SECOND_NANOS);
        int sum = 0;
        for (int slot = 0; slot < SECONDS; slot++) {
            if (second - seconds[slot] < SECONDS) {
                sum += counts[slot];
            }
        }
        return sum;
    }
}
