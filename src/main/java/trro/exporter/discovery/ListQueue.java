package trro.exporter.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import trro.exporter.api.ApiException;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.ListAction;
import trro.exporter.time.Moment;

/**
 * Which list of one action is read next, page by page: pure, given the time.
 *
 * <p>A page's turn comes in the order in which pages fell due, so that a long list does not hold up the others, and a list has
 * one page under way at most, so that a slow one holds up nothing but itself. Thread-safe.
 */
final class ListQueue<T> {

    /** Enough for the full pace when every answer takes a second and a half. */
    static final int MOST_UNDER_WAY = 32;

    private static final long WHEN_FULL_NANOS = Duration.ofMillis(20).toNanos();

    private final Duration interval;
    private final Function<? super T, ?> identity;
    private final Map<String, Entry<T>> entries = new LinkedHashMap<>();
    private int underWay;
    private long restsUntilNanos = Long.MIN_VALUE;
    private int refusals;

    /**
     * @param interval between the starts of two readings of a list
     * @param identity tells the rows of a list apart
     */
    ListQueue(Duration interval, Function<? super T, ?> identity) {
        this.interval = interval;
        this.identity = identity;
    }

    /** The page of a list that is to be asked for now. */
    record Turn<T>(String key, Pass<T> pass, Entry<T> entry) {}

    /** A list; its fields are guarded by the queue. */
    static final class Entry<T> {
        private long dueNanos;
        private int pageSize;
        private int failures;
        private @Nullable Pass<T> pass;
        private boolean readable; // as far as its latest page tells
        private boolean underWay;
        private long underWaySince;
    }

    /** From now on these are the lists; new ones are due at once. */
    synchronized void keep(Set<String> keys, long nowNanos) {
        entries.keySet().retainAll(keys);
        for (String key : keys) {
            entries.computeIfAbsent(key, added -> {
                Entry<T> entry = new Entry<>();
                entry.dueNanos = nowNanos;
                return entry;
            });
        }
    }

    synchronized Set<String> keys() {
        return Set.copyOf(entries.keySet());
    }

    /** How long until a page may be asked for; zero if one may now. */
    synchronized long nanosUntilDue(long nowNanos) {
        long resting = restsUntilNanos == Long.MIN_VALUE ? 0 : restsUntilNanos - nowNanos;
        long nextDue = idle().map(entry -> entry.getValue().dueNanos - nowNanos).orElse(Long.MAX_VALUE);
        long full = underWay >= MOST_UNDER_WAY ? WHEN_FULL_NANOS : 0;
        return Math.max(0, Math.max(Math.max(resting, nextDue), full));
    }

    /** Takes the page whose turn it is. */
    synchronized Optional<Turn<T>> take(long nowNanos, Instant now) {
        if (nanosUntilDue(nowNanos) > 0) {
            return Optional.empty();
        }
        return idle().map(entry -> {
            Entry<T> list = entry.getValue();
            Pass<T> pass = list.pass == null
                    ? new Pass<>(ListAction.PAGE_SIZES.get(list.pageSize), identity, new Moment(now, nowNanos))
                    : list.pass;
            list.pass = pass;
            list.underWay = true;
            list.underWaySince = nowNanos;
            underWay++;
            return new Turn<>(entry.getKey(), pass, list);
        });
    }

    /** The page was read and is not the last one. */
    synchronized void continues(Turn<T> turn, long nowNanos) {
        release(turn);
        turn.entry().readable = true;
        refusals = 0;
        turn.entry().dueNanos = nowNanos;
    }

    /** The last page was read. */
    synchronized void finished(Turn<T> turn, long nowNanos) {
        release(turn);
        Entry<T> list = turn.entry();
        list.pass = null;
        list.readable = true;
        list.failures = 0;
        refusals = 0;
        list.dueNanos = Math.max(nowNanos, turn.pass().startedNanos() + interval.toNanos());
    }

    /**
     * A page could not be read, so the whole list is begun anew after a pause.
     *
     * @return whether the page may have been too large, so that a smaller one is tried before the list counts as failing
     */
    synchronized boolean failed(Turn<T> turn, ApiException failure, long nowNanos) {
        release(turn);
        Entry<T> list = turn.entry();
        list.pass = null;
        list.readable = false;
        list.failures++;
        list.dueNanos =
                nowNanos + RetryPause.of(failure.kind()).after(list.failures).toNanos();
        boolean perhapsTooLarge =
                failure.code().startsWith("InvalidParameter") && list.pageSize < ListAction.PAGE_SIZES.size() - 1;
        if (perhapsTooLarge) {
            list.pageSize++;
            list.dueNanos = nowNanos + RetryPause.of(Kind.SERVER).after(1).toNanos();
        }
        return perhapsTooLarge;
    }

    /** Whether the action can be called for another list than this. */
    synchronized boolean othersAreReadable(Turn<T> turn) {
        return entries.values().stream().anyMatch(entry -> entry != turn.entry() && entry.readable);
    }

    /**
     * The action was refused whatever the list: none is asked for during a pause.
     *
     * @param atLeast the shortest pause
     */
    synchronized void refused(Turn<T> turn, ApiException failure, Duration atLeast, long nowNanos) {
        failed(turn, failure, nowNanos);
        turn.entry().dueNanos = nowNanos;
        boolean restsAlready = restsUntilNanos != Long.MIN_VALUE && restsUntilNanos - nowNanos > 0;
        if (!restsAlready) {
            refusals++;
            Duration pause = RetryPause.of(failure.kind()).after(refusals);
            restsUntilNanos = nowNanos + (pause.compareTo(atLeast) < 0 ? atLeast : pause).toNanos();
        }
    }

    /** How long the page that has been under way the longest has been so; zero if there is none. */
    synchronized long oldestUnderWayNanos(long nowNanos) {
        return entries.values().stream()
                .filter(entry -> entry.underWay)
                .mapToLong(entry -> nowNanos - entry.underWaySince)
                .max()
                .orElse(0);
    }

    private void release(Turn<T> turn) {
        turn.entry().underWay = false;
        underWay--;
    }

    private Optional<Map.Entry<String, Entry<T>>> idle() {
        return entries.entrySet().stream()
                .filter(entry -> !entry.getValue().underWay)
                .min(Comparator.comparingLong(entry -> entry.getValue().dueNanos));
    }
}
