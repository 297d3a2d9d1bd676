package trro.exporter.support;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Lets so many arrivals pass in any second, and remembers how many there were. Thread-safe. */
public final class SlidingSecond {

    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    private volatile int limit;
    private final Deque<Long> arrived = new ArrayDeque<>();
    private final Deque<Long> passed = new ArrayDeque<>();
    private int most;
    private int cut;
    private int all;

    SlidingSecond(int limit) {
        this.limit = limit;
    }

    /** Whether an arrival at {@code nanos} is within the limit. */
    synchronized boolean pass(long nanos) {
        all++;
        add(arrived, nanos, SECOND_NANOS);
        most = Math.max(most, arrived.size());
        dropOld(passed, nanos, SECOND_NANOS);
        if (passed.size() >= limit) {
            cut++;
            return false;
        }
        passed.addLast(nanos);
        return true;
    }

    /** The most of these moments, in nanoseconds and in any order, that lie within any one second. */
    public static int most(List<Long> moments) {
        return most(moments, Duration.ofSeconds(1));
    }

    /** The most of them that lie within any span of this length. */
    public static int most(List<Long> moments, Duration span) {
        Deque<Long> within = new ArrayDeque<>();
        int most = 0;
        for (long moment : moments.stream().sorted().toList()) {
            add(within, moment, span.toNanos());
            most = Math.max(most, within.size());
        }
        return most;
    }

    void limit(int newLimit) {
        limit = newLimit;
    }

    synchronized int most() {
        return most;
    }

    synchronized int cut() {
        return cut;
    }

    synchronized int all() {
        return all;
    }

    private static void add(Deque<Long> window, long nanos, long spanNanos) {
        dropOld(window, nanos, spanNanos);
        window.addLast(nanos);
    }

    private static void dropOld(Deque<Long> window, long nanos, long spanNanos) {
        while (!window.isEmpty() && nanos - window.getFirst() >= spanNanos) {
            window.removeFirst();
        }
    }
}
