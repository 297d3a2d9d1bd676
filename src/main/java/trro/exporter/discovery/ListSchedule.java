package trro.exporter.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import trro.exporter.api.ApiException;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.ListAction;
import trro.exporter.pacing.Backoff;
import trro.exporter.storage.StateReader;
import trro.exporter.storage.StateWriter;
import trro.exporter.time.Moment;

/**
 * The times at which the lists of one action are read: pure, given the time.
 *
 * <p>A list has a schedule of its own and one reading under way at most, so that one that is slow or fails holds up
 * nothing but itself. An action that is refused whatever the list rests with all its lists. Thread-safe.
 */
final class ListSchedule {

    private static final Backoff PASSING = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(1));
    private static final Backoff LASTING = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(15));
    private static final long WHEN_FULL_NANOS = Duration.ofMillis(20).toNanos();

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private Duration interval;
    private int underWay;
    private long restsUntilNanos = Long.MIN_VALUE;
    private int refusals;

    /** @param interval between the starts of two readings of a list */
    ListSchedule(Duration interval) {
        this.interval = interval;
    }

    /** The lists are read at another pace from now on; none is read later for it. */
    synchronized void pace(Duration newInterval, long nowNanos) {
        if (newInterval.compareTo(interval) < 0) {
            long latestNanos = nowNanos + newInterval.toNanos();
            entries.values().stream()
                    .filter(list -> list.failures == 0 && list.dueNanos - latestNanos > 0)
                    .forEach(list -> list.dueNanos = latestNanos);
        }
        interval = newInterval;
    }

    /** A list; its other fields are guarded by the schedule. */
    static final class Entry {
        private final String key;
        private long dueNanos;
        private int pageSizeIndex;
        private int failures;
        private boolean readable; // as far as its latest page tells
        private boolean underWay;
        private boolean calling; // and not waiting for a permit
        private long callingSinceNanos;
        private @Nullable Instant lastRead;

        private Entry(String key, long dueNanos) {
            this.key = key;
            this.dueNanos = dueNanos;
        }

        String key() {
            return key;
        }
    }

    /** The pauses after failures in a row: short for what passes by itself, long for what somebody has to mend. */
    static Backoff backoff(Kind kind) {
        return switch (kind) {
            case THROTTLED, SERVER, NETWORK -> PASSING;
            case UNAUTHORIZED, MALFORMED, INVALID_REQUEST, NOT_FOUND -> LASTING;
        };
    }

    synchronized void write(StateWriter out) {
        List<Entry> read = entries.values().stream()
                .filter(list -> list.lastRead != null && list.failures == 0)
                .toList();
        out.each(read, list -> {
            out.text(list.key);
            out.due(list.dueNanos);
            out.number(list.pageSizeIndex);
            out.instant(Objects.requireNonNull(list.lastRead));
        });
    }

    /** Reads what was written, for a schedule of the same lists: none waits for longer than its own interval. */
    static Consumer<ListSchedule> read(StateReader in) {
        List<Entry> former = in.each(() -> readEntry(in));
        return schedule -> former.forEach(schedule::resume);
    }

    private static Entry readEntry(StateReader in) {
        Entry list = new Entry(in.text(), in.due());
        list.pageSizeIndex = Objects.checkIndex(in.smallNumber(), ListAction.PAGE_SIZES.size());
        list.lastRead = in.instant();
        return list;
    }

    private synchronized void resume(Entry former) {
        Entry list = entries.get(former.key);
        if (list != null && list.lastRead == null) { // then it is due now
            list.dueNanos += Math.max(0, Math.min(interval.toNanos(), former.dueNanos - list.dueNanos));
            list.pageSizeIndex = former.pageSizeIndex;
            list.lastRead = former.lastRead;
            list.readable = true;
        }
    }

    /** From now on these are the lists; new ones are due at once. */
    synchronized void keep(Set<String> keys, long nowNanos) {
        entries.keySet().retainAll(keys);
        keys.forEach(key -> entries.computeIfAbsent(key, added -> new Entry(added, nowNanos)));
    }

    synchronized Set<String> keys() {
        return Set.copyOf(entries.keySet());
    }

    synchronized boolean isKept(Entry list) {
        return entries.get(list.key) == list;
    }

    /** The moments at which lists were last read as a whole, by key; those that never were are left out. */
    synchronized Map<String, Instant> lastReads() {
        Map<String, Instant> reads = new LinkedHashMap<>();
        for (Entry list : entries.values()) {
            if (list.lastRead != null) {
                reads.put(list.key, list.lastRead);
            }
        }
        return reads;
    }

    /**
     * Nanoseconds until a list may be read; 0 if one may now.
     *
     * @param mostUnderWay readings that may be under way at a time
     */
    synchronized long nanosUntilDue(int mostUnderWay, long nowNanos) {
        long resting = restsUntilNanos == Long.MIN_VALUE ? 0 : restsUntilNanos - nowNanos;
        long nextDue = idle().map(list -> list.dueNanos - nowNanos).orElse(Long.MAX_VALUE);
        long full = underWay >= mostUnderWay ? WHEN_FULL_NANOS : 0;
        return Math.max(0, Math.max(Math.max(resting, nextDue), full));
    }

    /** Begins the reading of the list that has been due the longest; empty if none may be read now. */
    synchronized Optional<Entry> take(int mostUnderWay, long nowNanos) {
        if (nanosUntilDue(mostUnderWay, nowNanos) > 0) {
            return Optional.empty();
        }
        Optional<Entry> next = idle();
        next.ifPresent(list -> {
            list.underWay = true;
            underWay++;
            calls(list, nowNanos);
        });
        return next;
    }

    private Optional<Entry> idle() {
        return entries.values().stream()
                .filter(list -> !list.underWay)
                .min(Comparator.comparingLong(list -> list.dueNanos));
    }

    /** The most rows that a page of the list is asked for. */
    synchronized int pageSize(Entry list) {
        return ListAction.PAGE_SIZES.get(list.pageSizeIndex);
    }

    /** A page of the list is asked for. */
    synchronized void calls(Entry list, long nowNanos) {
        list.calling = true;
        list.callingSinceNanos = nowNanos;
    }

    /** The page was answered. */
    synchronized void answered(Entry list) {
        list.calling = false;
        list.readable = true;
        refusals = 0;
    }

    /** The age of the oldest call under way; 0 if there is none. */
    synchronized long oldestCallNanos(long nowNanos) {
        return entries.values().stream()
                .filter(list -> list.calling)
                .mapToLong(list -> nowNanos - list.callingSinceNanos)
                .max()
                .orElse(0);
    }

    /** Whether the whole list was ever read. */
    synchronized boolean wasRead(Entry list) {
        return list.lastRead != null;
    }

    /** The whole list was read. */
    synchronized void finished(Entry list, Moment askedAt, long nowNanos) {
        list.failures = 0;
        list.lastRead = askedAt.instant();
        list.dueNanos = Math.max(nowNanos, askedAt.nanos() + interval.toNanos());
        release(list);
    }

    /** The reading was given up, which says nothing about the list. */
    synchronized void givenUp(Entry list, long nowNanos) {
        list.dueNanos = nowNanos;
        release(list);
    }

    /**
     * A page could not be read, so the whole list is begun anew after a pause.
     *
     * @return whether the page may have been too large, so that a smaller one is tried before the list counts as
     *     failing
     */
    synchronized boolean failed(Entry list, ApiException failure, long nowNanos) {
        list.readable = false;
        list.failures++;
        list.dueNanos = nowNanos + backoff(failure.kind()).after(list.failures).toNanos();
        boolean perhapsTooLarge =
                failure.code().startsWith("InvalidParameter") && list.pageSizeIndex < ListAction.PAGE_SIZES.size() - 1;
        if (perhapsTooLarge) {
            list.pageSizeIndex++;
            list.dueNanos = nowNanos + PASSING.first().toNanos();
        }
        release(list);
        return perhapsTooLarge;
    }

    /** Whether the action can be called for another list than this. */
    synchronized boolean othersAreReadable(Entry list) {
        return entries.values().stream().anyMatch(other -> other != list && other.readable);
    }

    /**
     * The action was refused whatever the list: none is asked for during a pause.
     *
     * @param atLeast the shortest pause
     */
    synchronized void refused(Entry list, ApiException failure, Duration atLeast, long nowNanos) {
        failed(list, failure, nowNanos);
        list.dueNanos = nowNanos;
        boolean restsAlready = restsUntilNanos != Long.MIN_VALUE && restsUntilNanos - nowNanos > 0;
        if (!restsAlready) {
            refusals++;
            Duration pause = backoff(failure.kind()).after(refusals);
            restsUntilNanos = nowNanos + (pause.compareTo(atLeast) < 0 ? atLeast : pause).toNanos();
        }
    }

    private void release(Entry list) {
        list.calling = false;
        list.underWay = false;
        underWay--;
    }
}
