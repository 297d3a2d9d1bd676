package trro.exporter.pacing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import trro.exporter.time.TimeSource;

/**
 * Paces calls so that the server never sees more than {@code requestsPerSecond} of them in any second.
 *
 * <p>The server counts arrivals, and nobody here sees one. So every call holds a place from its grant until a second
 * after it has arrived for sure, and there are {@code requestsPerSecond} places. A call that was granted and not sent
 * may arrive at any time; one that was sent has arrived after {@link #JITTER} (after {@link #CONNECTING} where a
 * connection had to be opened first), or when it was answered, if that came first. So the limit holds whatever delays
 * calls between grant and sending and makes them bunch up. The price is the usable pace: {@code requestsPerSecond /
 * 1.030}, 97 % of the limit, or more where answers are quick.
 *
 * <p>A machine that lets threads wait (it is busy, or this process was stopped) delays calls behind our back as well.
 * It shows where this limiter wakes up late, or calls are sent late: for a while then only their answers tell that
 * calls have arrived.
 *
 * <p>Even spacing keeps calls apart besides: it remembers when the <em>next</em> grant is free, not when the last one
 * was, so that a late wake-up is caught up instead of lost.
 *
 * <p>When the server throttles all the same (others share its limit), the pace falls by half, once for all calls that
 * were sent before, and climbs back evenly within {@link #RECOVERY} from zero to full.
 *
 * <p>A new limiter begins with a wait, since the process before it may have used the limit up. Which one paces what is
 * the matter of {@link Limiters}. Thread-safe.
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

    /** The wait before the next look while every place is held by a call that was not sent. */
    private static final long AWAIT_SENDING_NANOS = Duration.ofMillis(5).toNanos();

    /** The wait before the next look while no call may be made at all. */
    private static final Duration CLOSED = Duration.ofMillis(100);

    private final TimeSource time;
    private final BooleanSupplier open;
    private int requestsPerSecond;
    private final List<Permit> places = new ArrayList<>(); // calls that may arrive, or arrived within the last second
    private final List<Object> turns = new CopyOnWriteArrayList<>(); // of those who wait, in the order of coming
    private boolean warm; // a call was answered, so that code is loaded and the way to the server is known
    private long busyUntilNanos;
    private long nextFreeNanos;
    private double share = 1; // of the full pace, as it was at shareSinceNanos
    private long shareSinceNanos;

    /** @param requestsPerSecond calls that the server allows in a second, 1 or more */
    public RateLimiter(int requestsPerSecond, TimeSource time) {
        this(requestsPerSecond, time, () -> true);
    }

    /** @param open whether any call may be made at the moment of the question */
    RateLimiter(int requestsPerSecond, TimeSource time, BooleanSupplier open) {
        this.time = time;
        this.open = open;
        this.requestsPerSecond = checked(requestsPerSecond);
        long nowNanos = time.nanoTime();
        nextFreeNanos = nowNanos + JITTER_NANOS + SECOND_NANOS;
        shareSinceNanos = nowNanos;
        busyUntilNanos = nowNanos;
    }

    private static int checked(int requestsPerSecond) {
        if (requestsPerSecond < 1) {
            throw new IllegalArgumentException("requestsPerSecond is below 1: " + requestsPerSecond);
        }
        return requestsPerSecond;
    }

    /**
     * From now on this is the limit. Calls of before hold their places, and a pace that was cut stays so in proportion.
     *
     * @param limit calls that the server allows in a second, 1 or more
     */
    public synchronized void allow(int limit) {
        requestsPerSecond = checked(limit);
    }

    /** Whether a new limiter would be as careful: it was not used for long, and the pace is not cut. */
    synchronized boolean remembersNothing() {
        long nowNanos = time.nanoTime();
        places.removeIf(place -> !place.counts(nowNanos, SECOND));
        boolean unusedForLong = nowNanos - nextFreeNanos > RECOVERY.toNanos();
        return unusedForLong && places.isEmpty() && turns.isEmpty() && share(nowNanos) >= 1;
    }

    /**
     * The memory of what was spent and how far the pace is cut, for a later process.
     *
     * @param ids names of it, of which no key can be told
     */
    synchronized PaceMemory memory(Set<String> ids) {
        long nowNanos = time.nanoTime();
        List<Long> arrived = places.stream()
                .filter(place -> place.counts(nowNanos, SECOND))
                .map(place -> Math.min(place.arrivedNanos, nowNanos + CONNECTING.toNanos()))
                .toList();
        return new PaceMemory(ids, share, shareSinceNanos, arrived);
    }

    /**
     * Another process called before as the same payer. It is believed where it makes this limiter more careful: the
     * first wait stays, since the wall clock, which may jump, alone tells how long ago that was.
     */
    synchronized void resume(PaceMemory memory) {
        long nowNanos = time.nanoTime();
        if (share(memory, nowNanos) < share(nowNanos)) {
            share = memory.share();
            shareSinceNanos = memory.shareSinceNanos();
        }
        memory.arrivedNanos().forEach(arrivedNanos -> {
            Permit place = new Permit(this, arrivedNanos);
            place.arrivedNanos = arrivedNanos;
            place.ended = true;
            places.add(place);
        });
    }

    private static double share(PaceMemory memory, long nowNanos) {
        return memory.share() + (double) (nowNanos - memory.shareSinceNanos()) / RECOVERY.toNanos();
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
        turns.add(turn);
        try {
            while (true) {
                if (!open.getAsBoolean()) {
                    time.sleep(CLOSED);
                    continue;
                }
                long nowNanos = time.nanoTime();
                Permit permit = new Permit(this, nowNanos);
                long waitNanos = start(permit, turn, nowNanos);
                if (waitNanos == 0) {
                    return permit;
                }
                time.sleep(Duration.ofNanos(waitNanos));
                if (time.nanoTime() - nowNanos - waitNanos > PROMPT_NANOS) {
                    threadsWaited(nowNanos);
                }
            }
        } finally {
            turns.remove(turn);
        }
    }

    /** Whether calls may be made at this moment. */
    boolean isOpen() {
        return open.getAsBoolean();
    }

    /** Takes a place and returns 0 if that is allowed; else returns the nanoseconds to wait before trying again. */
    private synchronized long start(Permit permit, Object turn, long nowNanos) {
        places.removeIf(place -> !place.counts(nowNanos, SECOND));
        long spacingNanos = spacingNanos(nowNanos);
        long waitNanos = Math.max(0, Math.max(nextFreeNanos - nowNanos, untilPlaceIsFree(nowNanos)))
                + turns.indexOf(turn) * spacingNanos;
        if (waitNanos > 0) {
            return waitNanos;
        }
        boolean behindByLess = nowNanos - nextFreeNanos < spacingNanos;
        nextFreeNanos = (behindByLess ? nextFreeNanos : nowNanos) + spacingNanos;
        places.add(permit);
        return 0;
    }

    private long untilPlaceIsFree(long nowNanos) {
        if (places.size() < requestsPerSecond) {
            return 0;
        }
        return places.stream()
                .filter(place -> place.arrivedNanos != Long.MAX_VALUE)
                .mapToLong(place -> place.arrivedNanos + SECOND_NANOS - nowNanos)
                .min()
                .orElse(AWAIT_SENDING_NANOS);
    }

    /** The machine let a thread wait: calls that may be under way since {@code sinceNanos} may have left just now. */
    private synchronized void threadsWaited(long sinceNanos) {
        long nowNanos = time.nanoTime();
        busyUntilNanos = nowNanos + BUSY_NANOS;
        places.stream()
                .filter(place -> !place.ended && place.arrivedNanos != Long.MAX_VALUE)
                .filter(place -> place.arrivedNanos - sinceNanos > 0)
                .forEach(place -> place.arrivedNanos = nowNanos + CONNECTING.toNanos());
    }

    synchronized void sent(Permit permit) {
        permit.sentNanos = time.nanoTime();
        permit.arrivedNanos = permit.sentNanos + JITTER_NANOS;
        if (permit.sentNanos - permit.grantedNanos() > PROMPT_NANOS) {
            threadsWaited(permit.grantedNanos());
        }
        if (!warm || permit.sentNanos - busyUntilNanos < 0) {
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
        if (permit.sentNanos - shareSinceNanos <= 0) {
            return false; // sent before the pace was cut: says nothing about the new pace
        }
        long nowNanos = time.nanoTime();
        double before = share(nowNanos);
        share = Math.max(LOWEST_SHARE, before / 2);
        shareSinceNanos = nowNanos;
        nextFreeNanos = nowNanos + spacingNanos(nowNanos);
        return before >= 1;
    }

    /** The pace now in force, in starts per second. */
    public synchronized double requestsPerSecond() {
        return Math.min(1e9 / spacingNanos(time.nanoTime()), highestPace(requestsPerSecond));
    }

    private long spacingNanos(long nowNanos) {
        return (long) Math.ceil(SECOND_NANOS / (requestsPerSecond * share(nowNanos)));
    }

    private double share(long nowNanos) {
        return Math.min(1, share + (double) (nowNanos - shareSinceNanos) / RECOVERY.toNanos());
    }
}
