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
        add(arrived, nanos);
        most = Math.max(most, arrived.size());
        dropOld(passed, nanos);
        if (passed.size() >= limit) {
            cut++;
            return false;
        }
        passed.addLast(nanos);
        return true;
    }

    /** The most of these moments, in nanoseconds and in any order, that lie within any one second. */
    public static int most(List<Long> moments) {
        SlidingSecond all = new SlidingSecond(Integer.MAX_VALUE);
        moments.stream().sorted().forEach(all::pass);
        return all.most();
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

    private static void add(Deque<Long> window, long nanos) {
        dropOld(window, nanos);
        window.addLast(nanos);
    }

    private static void dropOld(Deque<Long> window, long nanos) {
        while (!window.isEmpty() && nanos - window.getFirst() >= SECOND_NANOS) {
            window.removeFirst();
        }
    }
}
