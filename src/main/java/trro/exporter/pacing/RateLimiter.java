package trro.exporter.pacing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import trro.exporter.time.TimeSource;

/**
 * Paces calls so that the server never sees more than {@code requestsPerSecond} of them in any second.
 *
 * <p>The server counts arrivals, and nobody here sees one. So every call holds a place from its grant until a second after it
 * has arrived for sure, and there are {@code requestsPerSecond} places. A call that was granted and not sent may arrive at any
 * time; one that was sent has arrived after {@link #JITTER} (after {@link #CONNECTING} where a connection had to be opened
 * first), or when it was answered, if that came first. So the limit holds whatever delays calls between grant and sending and
 * makes them bunch up. The price is the usable pace: {@code requestsPerSecond / 1.030}, 97 % of the limit, or more where
 * answers are quick.
 *
 * <p>A machine that lets threads wait (it is busy, or this process was stopped) delays calls behind our back as well. It shows
 * where this limiter wakes up late, or calls are sent late: for a while then only their answers tell that calls have arrived.
 *
 * <p>Even spacing keeps calls apart besides: it remembers when the <em>next</em> grant is free, not when the last one was, so
 * that a late wake-up is caught up instead of lost.
 *
 * <p>When the server throttles all the same (others share its limit), the pace falls by half, once for all calls that
 * were sent before, and climbs back evenly within {@link #RECOVERY} from zero to full.
 *
 * <p>A new limiter begins with a wait, since the process before it may have used the limit up. Thread-safe.
 */
public final class RateLimiter {

    /** Differences in travel time that the promise covers. */
    public static final Duration JITTER = Duration.ofMillis(30);

    /** The longest time that name look-up, TCP and TLS take before a call that waits for them leaves. */
    static final Duration CONNECTING = Duration.ofSeconds(2);

    /** The time that the pace would take to climb from nothing; from half it takes half of it, from the floor 56 s. */
    static final Duration RECOVERY = Duration.ofMinutes(1);

    /** A thread that has to wait longer than this for its turn shows that the machine is busy. */
    private static final long PROMPT_NANOS = Duration.ofMillis(5).toNanos();

    /** The time for which a machine counts as busy. */
    private static final long BUSY_NANOS = Duration.ofSeconds(10).toNanos();

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long SECOND_NANOS = SECOND.toNanos();
    private static final long JITTER_NANOS = JITTER.toNanos();
    private static final double LOWEST_SHARE = 1.0 / 16;

    /** How soon to look again when every place is held by a call that was not sent. */
    private static final long AWAIT_SENDING_NANOS = Duration.ofMillis(5).toNanos();

    private final TimeSource time;
    private final int requestsPerSecond;
    private final List<Permit> places = new ArrayList<>(); // calls that may arrive, or arrived within the last second
    private final List<Object> turns =
            new ArrayList<>(); // of those who wait for a permit, in the order in which they came
    private boolean warm; // a call was answered, so that code is loaded and the way to the server is known
    private long busyUntil;
    private long nextFree;
    private double share = 1; // of the full pace, as it was at shareSince
    private long shareSince;

    /** @param requestsPerSecond calls that the server allows in a second, 1 or more */
    public RateLimiter(int requestsPerSecond, TimeSource time) {
        if (requestsPerSecond < 1) {
            throw new IllegalArgumentException("requestsPerSecond is below 1: " + requestsPerSecond);
        }
        this.time = time;
        this.requestsPerSecond = requestsPerSecond;
        long now = time.nanoTime();
        nextFree = now + JITTER_NANOS + SECOND_NANOS;
        shareSince = now;
        busyUntil = now;
    }

    /** The highest pace that {@code requestsPerSecond} allows however slow answers are, in starts per second. */
    public static double highestPace(int requestsPerSecond) {
        return 1e9 * requestsPerSecond / (SECOND_NANOS + JITTER_NANOS);
    }

    /**
     * Waits until a call may start; who asked first is granted first. The permit holds its place until {@link
     * Permit#ended()}.
     */
    public Permit acquire() throws InterruptedException {
        Object turn = new Object();
        begin(turn);
        try {
            while (true) {
                long now = time.nanoTime();
                Permit permit = new Permit(this, now);
                long waitNanos = start(permit, turn, now);
                if (waitNanos == 0) {
                    return permit;
                }
                time.sleep(Duration.ofNanos(waitNanos));
                if (time.nanoTime() - now - waitNanos > PROMPT_NANOS) {
                    threadsWaited(now);
                }
            }
        } finally {
            end(turn);
        }
    }

    private synchronized void begin(Object turn) {
        turns.add(turn);
    }

    private synchronized void end(Object turn) {
        turns.remove(turn);
    }

    /** Takes a place and returns 0 if that is allowed; else returns the nanoseconds to wait before trying again. */
    private synchronized long start(Permit permit, Object turn, long now) {
        places.removeIf(place -> !place.counts(now, SECOND));
        long spacing = spacingNanos(now);
        long waitNanos = Math.max(0, Math.max(nextFree - now, untilPlaceIsFree(now))) + turns.indexOf(turn) * spacing;
        if (waitNanos > 0) {
            return waitNanos;
        }
        boolean behindByLess = now - nextFree < spacing;
        nextFree = (behindByLess ? nextFree : now) + spacing;
        places.add(permit);
        return 0;
    }

    private long untilPlaceIsFree(long now) {
        if (places.size() < requestsPerSecond) {
            return 0;
        }
        return places.stream()
                .filter(place -> place.arrivedNanos != Long.MAX_VALUE)
                .mapToLong(place -> place.arrivedNanos + SECOND_NANOS - now)
                .min()
                .orElse(AWAIT_SENDING_NANOS);
    }

    /** The machine let a thread wait: calls that may have been under way since {@code sinceNanos} may have left just now. */
    private synchronized void threadsWaited(long sinceNanos) {
        long now = time.nanoTime();
        busyUntil = now + BUSY_NANOS;
        places.stream()
                .filter(place -> !place.ended && place.arrivedNanos != Long.MAX_VALUE)
                .filter(place -> place.arrivedNanos - sinceNanos > 0)
                .forEach(place -> place.arrivedNanos = now + CONNECTING.toNanos());
    }

    synchronized void sent(Permit permit) {
        permit.sentNanos = time.nanoTime();
        permit.arrivedNanos = permit.sentNanos + JITTER_NANOS;
        if (permit.sentNanos - permit.grantedNanos() > PROMPT_NANOS) {
            threadsWaited(permit.grantedNanos());
        }
        if (!warm || permit.sentNanos - busyUntil < 0) {
            permit.arrivedNanos = permit.sentNanos + CONNECTING.toNanos();
        }
    }

    synchronized void sentOnNewConnection(Permit permit) {
        permit.sentNanos = time.nanoTime();
        permit.arrivedNanos = permit.sentNanos + CONNECTING.toNanos();
    }

    synchronized void ended(Permit permit) {
        permit.ended = true;
        if (permit.arrivedNanos == Long.MAX_VALUE) {
            places.remove(permit);
            return;
        }
        warm = true;
        permit.arrivedNanos -= Math.max(0, permit.arrivedNanos - time.nanoTime());
    }

    /** Returns whether this ended a time of full pace. */
    synchronized boolean throttled(Permit permit) {
        if (permit.sentNanos - shareSince <= 0) {
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
        return Math.min(1e9 / spacingNanos(time.nanoTime()), highestPace(requestsPerSecond));
    }

    private long spacingNanos(long now) {
        return (long) Math.ceil(SECOND_NANOS / (requestsPerSecond * share(now)));
    }

    private double share(long now) {
        return Math.min(1, share + (double) (now - shareSince) / RECOVERY.toNanos());
    }
}
