package trro.exporter.pacing;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to make one call, and the limiter's record of it: from the grant until the call is over it holds one of the
 * places that the server's limit gives. Its fields are guarded by the limiter. Thread-safe.
 */
public final class Permit {

    private static final Logger logger = LoggerFactory.getLogger(Permit.class);

    private final RateLimiter limiter;
    private final long grantedNanos;
    long sentNanos;
    long arrivedNanos = Long.MAX_VALUE; // the latest moment at which the call may have arrived
    boolean ended;

    Permit(RateLimiter limiter, long grantedNanos) {
        this.limiter = limiter;
        this.grantedNanos = grantedNanos;
        this.sentNanos = grantedNanos;
    }

    /** The moment of the grant by {@link trro.exporter.time.TimeSource#nanoTime()}. */
    public long grantedNanos() {
        return grantedNanos;
    }

    /** Whether the call may leave at this moment; asked last before it does. */
    public boolean mayLeave() {
        return limiter.isOpen();
    }

    /**
     * The call leaves now, on a connection that is open: it arrives within {@link RateLimiter#JITTER} where no thread
     * waits.
     */
    public void sent() {
        limiter.sent(this);
    }

    /** The call leaves now and needs a connection first: it arrives within {@link RateLimiter#CONNECTING}. */
    public void sentOnNewConnection() {
        limiter.sentOnNewConnection(this);
    }

    /**
     * The call is over, answered or not: it has arrived by now, or never will. A call that was not sent does not count.
     */
    public void ended() {
        limiter.ended(this);
    }

    /** Ends this call and waits for the right to make one more, as everybody waits. */
    public Permit another() throws InterruptedException {
        ended();
        return limiter.acquire();
    }

    /**
     * The server refused the call because of its limit, so the pace is halved; a line is logged where that ends a time
     * of full pace.
     *
     * @param code the server's word for it
     */
    public void throttled(String code) {
        if (limiter.throttled(this)) {
            logger.atWarn().addKeyValue("code", code).log("TRRO throttles; the pace is halved and climbs back");
        }
    }

    /** Whether the call may still arrive, or has arrived within {@code window} before now. */
    boolean counts(long nowNanos, Duration window) {
        return arrivedNanos == Long.MAX_VALUE || nowNanos - arrivedNanos < window.toNanos();
    }
}
