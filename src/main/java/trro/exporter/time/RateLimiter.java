package trro.exporter.time;

import java.time.Duration;
import java.util.Arrays;

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

    private static final long WINDOW_NANOS = Duration.ofSeconds(1).plus(JITTER).toNanos();
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
     * The call of the permit {@code startedNanos} begins only now, and is counted from now.
     *
     * @return the permit's new name; another permit, after a wait, if so much has started since that this one is forgotten
     */
    public long restart(long startedNanos) throws InterruptedException {
        long now = time.nanoTime();
        return moveToNow(startedNanos, now) ? now : acquire();
    }

    /** The server refused the call that started at {@code startedNanos} because of its limit. */
    public synchronized void throttled(long startedNanos) {
        if (startedNanos - shareSince <= 0) {
            return; // sent before the pace was cut: says nothing about the new pace
        }
        long now = time.nanoTime();
        share = Math.max(LOWEST_SHARE, share(now) / 2);
        shareSince = now;
        nextFree = now + spacingNanos(now);
    }

    /** The pace now in force, in starts per second. */
    public synchronized double requestsPerSecond() {
        return 1e9 / spacingNanos(time.nanoTime());
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

    /** Later calls have been measured against the log with the earlier start in it, which was the stricter one. */
    private synchronized boolean moveToNow(long startedNanos, long now) {
        for (int i = 0; i < starts.length; i++) {
            int position = (oldest + i) % starts.length;
            if (starts[position] == startedNanos) {
                for (int later = i + 1; later < starts.length; later++) {
                    int next = (oldest + later) % starts.length;
                    starts[position] = starts[next];
                    position = next;
                }
                starts[position] = now;
                return true;
            }
        }
        return false;
    }

    private long spacingNanos(long now) {
        return (long) Math.ceil(WINDOW_NANOS / (starts.length * share(now)));
    }

    private double share(long now) {
        return Math.min(1, share + (double) (now - shareSince) / RECOVERY.toNanos());
    }
}
