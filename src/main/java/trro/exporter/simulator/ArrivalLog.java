package trro.exporter.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The latest arrivals, for the question how many ever came within one second, wherever that began. */
final class ArrivalLog {

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Threads may report arrivals this late; what is older is forgotten. */
    private static final long KEPT_NANOS = 3 * SECOND_NANOS;

    /** More than this are not told apart. */
    private static final int MAX_KEPT = 1_000;

    /** In ascending order. */
    private final List<Long> arrivals = new ArrayList<>();

    /** Adds an arrival and returns the most arrivals within any one second that it falls into, itself included. */
    int add(long nanos) {
        int position = arrivals.size();
        while (position > 0 && arrivals.get(position - 1) - nanos > 0) {
            position--;
        }
        arrivals.add(position, nanos);
        forget();
        return mostAround(nanos);
    }

    private void forget() {
        long newest = arrivals.get(arrivals.size() - 1);
        int forgotten = Math.max(0, arrivals.size() - MAX_KEPT);
        while (newest - arrivals.get(forgotten) >= KEPT_NANOS) {
            forgotten++;
        }
        arrivals.subList(0, forgotten).clear();
    }

    private int mostAround(long nanos) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < arrivals.size(); last++) {
            long until = arrivals.get(last);
            while (until - arrivals.get(first) >= SECOND_NANOS) {
                first++;
            }
            if (until - nanos >= 0 && nanos - arrivals.get(first) >= 0) {
                most = Math.max(most, last - first + 1);
            }
        }
        return most;
    }
}
