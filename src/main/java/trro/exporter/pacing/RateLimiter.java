package trro.exporter.pacing;

import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import trro.exporter.time.TimeSource;

/**
 * Paces calls so that the server never sees more than {@code requestsPerSecond} of them in any second.
 *
 * <p>The server counts arrivals, and a call that starts on time may arrive up to {@link #JITTER} later than another. So
 * two rules must both allow a start. Even spacing keeps calls apart: it remembers when the <em>next</em> start is free,
 * not when the last one was, so that a late wake-up is caught up instead of lost. And a log of the last
 * {@code requestsPerSecond} calls refuses a start unless one of them has arrived more than a second ago for sure: the
 * jitter after it started, or when it was answered, if that came first. So the limit holds whatever made starts bunch up.
 * The price is the usable pace: {@code requestsPerSecond / 1.030}, 97 % of the limit, or more where answers are quick.
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
    private static final long JITTER_NANOS = JITTER.toNanos();
    private static final double LOWEST_SHARE = 1.0 / 16;

    private final TimeSource time;
    private final long[] permits; // of the last calls, in the order of their starts, by which they are named
    private final long[] arrivals; // when each of them has arrived at the latest
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
        arrivals = new long[requestsPerSecond];
        permits = new long[requestsPerSecond];
        Arrays.fill(arrivals, now + JITTER_NANOS);
        Arrays.fill(permits, now - 1); // of nobody: real ones come later
        nextFree = now + JITTER_NANOS + SECOND_NANOS;
        shareSince = now;
    }

    /** The highest pace that {@code requestsPerSecond} allows however slow answers are, in starts per second. */
    public static double highestPace(int requestsPerSecond) {
        return 1e9 * requestsPerSecond / (SECOND_NANOS + JITTER_NANOS);
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
        OptionalInt position = position(startedNanos);
        if (position.isEmpty()) {
            return OptionalLong.empty();
        }
        long now = time.nanoTime();
        replace(position.getAsInt(), now);
        return OptionalLong.of(now);
    }

    /** The call that started at {@code startedNanos} was answered, so it has arrived. */
    public synchronized void answered(long startedNanos) {
        long now = time.nanoTime();
        position(startedNanos).ifPresent(position -> arrivals[position] -= Math.max(0, arrivals[position] - now));
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
        return Math.min(1e9 / spacingNanos(time.nanoTime()), highestPace(permits.length));
    }

    /** Starts a call now if that is allowed, and returns 0; else returns the nanoseconds to wait before trying again. */
    private synchronized long tryStart(long now) {
        long logFree = arrivals[0] + SECOND_NANOS;
        long waitNanos = Math.max(nextFree - now, logFree - now);
        if (waitNanos > 0) {
            return waitNanos;
        }
        long spacing = spacingNanos(now);
        boolean behindByLess = now - nextFree < spacing;
        nextFree = (behindByLess ? nextFree : now) + spacing;
        replace(0, now);
        return 0;
    }

    private OptionalInt position(long permit) {
        return IntStream.range(0, permits.length)
                .filter(position -> permits[position] == permit)
                .findFirst();
    }

    /** Puts a call that starts now at the end of the log, in exchange for the one at {@code position}. */
    private void replace(int position, long now) {
        int last = permits.length - 1;
        System.arraycopy(permits, position + 1, permits, position, last - position);
        System.arraycopy(arrivals, position + 1, arrivals, position, last - position);
        permits[last] = now;
        arrivals[last] = now + JITTER_NANOS;
    }

    private long spacingNanos(long now) {
        return (long) Math.ceil(SECOND_NANOS / (permits.length * share(now)));
    }

    private double share(long now) {
        return Math.min(1, share + (double) (now - shareSince) / RECOVERY.toNanos());
    }
}
