package trro.exporter.pacing;

import java.time.Duration;
import java.util.OptionalLong;
import trro.exporter.time.TimeSource;

/** The right to make one call, from its grant by the limiter until the call is over. Used by one thread at a time. */
public final class Permit {

    /** A call that begins later than this after its grant is counted from when it begins: the limiter promises by that. */
    private static final Duration LONGEST_HAND_OVER = Duration.ofMillis(1);

    private final RateLimiter limiter;
    private final TimeSource time;
    private long startedNanos;

    private Permit(RateLimiter limiter, TimeSource time, long startedNanos) {
        this.limiter = limiter;
        this.time = time;
        this.startedNanos = startedNanos;
    }

    /** Waits until a call may start. */
    public static Permit acquire(RateLimiter limiter, TimeSource time) throws InterruptedException {
        return new Permit(limiter, time, limiter.acquire());
    }

    /** When it was granted, by {@link TimeSource#nanoTime()}. */
    public long startedNanos() {
        return startedNanos;
    }

    /** The call is sent now; waits for another grant if so much has been sent since this one's that it is forgotten. */
    public void begin() throws InterruptedException {
        if (time.nanoTime() - startedNanos > LONGEST_HAND_OVER.toNanos()) {
            OptionalLong recounted = limiter.recount(startedNanos);
            startedNanos = recounted.isPresent() ? recounted.getAsLong() : limiter.acquire();
        }
    }

    /** The call may have arrived as late as now. */
    public void arrivedByNow() {
        startedNanos = limiter.recount(startedNanos).orElse(startedNanos);
    }

    /** The call was answered, so it has arrived. */
    public void answered() {
        limiter.answered(startedNanos);
    }

    /** TRRO refused the call because of its limit; returns whether this ended a time of full pace. */
    public boolean throttled() {
        return limiter.throttled(startedNanos);
    }
}
