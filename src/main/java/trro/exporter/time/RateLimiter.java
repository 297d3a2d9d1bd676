package trro.exporter.time;

import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Paces calls so that the server never sees more than {@code requestsPerSecond} of them in any second.
 *
 * <p>The server counts arrivals, and a call that starts on time may arrive up to {@link #JITTER} later than another. So
 * two rules must both allow a start. Even spacing keeps calls apart: it remembers when the <em>next</em> start is free,
 * not when the last one was, so that a late wake-up is caught up instead of lost. And a log of the last
 * {@code requestsPerSecond} real starts refuses one that comes less than a second plus the jitter after the start that
 * many before it: whatever made starts bunch up, the limit holds. The price is the usable pace of
 * {@code requestsPerSecond / 1.030}, 97 % of the limit.
 *
 * <p>When the server throttles all the same (others share its limit), the pace falls by half, once for all calls that
 * were sent before, and climbs back evenly within {@link #RECOVERY} from zero to full.
 *
 * <p>A new limiter begins with a wait, since the process before it may have used the limit up. Thread-safe.
 */
public final class RateLimiter {

    /** Differences in travel time that the promise covers. */
    public static final Duration JITTER = Duration.ofMillis(30);

    /** How long the pace would take to climb from nothing; from half it takes half of it. */
    static final Duration RECOVERY = Duration.ofMinutes(2);

    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long WINDOW_NANOS = SECOND_NANOS + JITTER.toNanos();
    private static final double LOWEST_SHARE = 1.0 / 16;

    private final TimeSource time;
    private final long[] starts; // a ring of the last starts, the oldest at index oldest
    private int oldest;
    private long nextFree;
    private double share = 1; // of the full pace, as it was at shareSince
    private long shareSince;

    /** @param requestsPerSecond what the server allows, 1 or more */
    public RateLimiter(int requestsPerSecond, TimeSource time) {
        if (requestsPerSecond < 1) {
            throw new IllegalArgumentException("requestsPerSecond is below 1: " + requestsPerSecond);
        }
        this.time = time;
        long now = time.nanoTime();
        starts = new long[requestsPerSecond];
        Arrays.fill(starts, now - WINDOW_NANOS);
        nextFree = now + WINDOW_NANOS;
        shareSince = now;
    }

    /** The highest pace that {@code requestsPerSecond} allows, in starts per second. */
    public static double highestPace(int requestsPerSecond) {
        return 1e9 * requestsPerSecond / WINDOW_NANOS;
    }

    /**
     * Waits until a call may start.
     *
     * @return the moment of the start by {@link TimeSource#nanoTime()}, which names the permit
     */
    public long acquire() throws InterruptedException {
        while (true) {
            long now = time.nanoTime();
            long waitNanos = tryStart(now);
            if (waitNanos == 0) {
                return now;
            }
            time.sleep(Duration.ofNanos(waitNanos));
        }
    }

    /**
     * The call that was granted at {@code startedNanos} is sent, or may have arrived, as late as now: counts it from now.
     * Later calls were measured against the log with the earlier start in it, which was the stricter one.
     *
     * @return the permit's new name; empty if so much has started since that it is forgotten, so that it needs another
     */
    public synchronized OptionalLong recount(long startedNanos) {
        int position = 0;
        while (position < starts.length && at(position) != startedNanos) {
            position++;
        }
        if (position == starts.length) {
            return OptionalLong.empty();
        }
        for (; position < starts.length - 1; position++) {
            starts[slot(position)] = at(position + 1);
        }
        long now = time.nanoTime();
        starts[slot(position)] = now;
        return OptionalLong.of(now);
    }

    /**
     * The server refused the call that started at {@code startedNanos} because of its limit.
     *
     * @return whether this ended a time of full pace
     */
    public synchronized boolean throttled(long startedNanos) {
        if (startedNanos - shareSince <= 0) {
            return false; // sent before the pace was cut: says nothing about the new pace
        }
        long now = time.nanoTime();
        double before = share(now);
        share = Math.max(LOWEST_SHARE, before / 2);
        shareSince = now;
        nextFree = now + spacingNanos(now);
        return before >= 1;
    }

    /** The pace now in force, in starts per second. */
    public synchronized double requestsPerSecond() {
        return Math.min(1e9 / spacingNanos(time.nanoTime()), highestPace(starts.length));
    }

    /** Starts a call now if that is allowed, and returns 0; else returns the nanoseconds to wait before trying again. */
    private synchronized long tryStart(long now) {
        long logFree = starts[oldest] + WINDOW_NANOS;
        long waitNanos = Math.max(nextFree - now, logFree - now);
        if (waitNanos > 0) {
            return waitNanos;
        }
        long spacing = spacingNanos(now);
        boolean behindByLess = now - nextFree < spacing;
        nextFree = (behindByLess ? nextFree : now) + spacing;
        starts[oldest] = now;
        oldest = (oldest + 1) % starts.length;
        return 0;
    }

    /** The start at this position of the log, the oldest first. */
    private long at(int position) {
        return starts[slot(position)];
    }

    private int slot(int position) {
        return (oldest + position) % starts.length;
    }

    private long spacingNanos(long now) {
        return (long) Math.ceil(SECOND_NANOS / (starts.length * share(now)));
    }

    private double share(long now) {
        return Math.min(1, share + (double) (now - shareSince) / RECOVERY.toNanos());
    }
}
