package trro.exporter.web;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import trro.exporter.time.TimeSource;

/**
 * Lets scrapes of the same moment share one page, so that a hundred cost hardly more than one. Thread-safe.
 *
 * <p>A page is shared with those who ask for the same while it is being made, and for a second at most: what they get
 * is no older than that when they ask, which is less than a scrape's own time stamp may be off. A finished page is
 * never given to anyone who comes later. It is made in memory, with no client in the way: each is then sent it at its
 * own pace, and neither a slow client nor one that leaves is felt by the others.
 *
 * <p>A few pages have a place at a time, each from its beginning until its last reader is done. Whoever finds none
 * waits in a queue. A page that others wait for gives its place up once it has been sent for {@link #GRACE}: so readers
 * that stall are in the way of nobody for longer than that.
 */
final class SharedPages {

    /** Each is compressed. */
    static final int MOST_PAGES = 8;

    /** A page may still be joined this long after its beginning. */
    static final Duration OLDEST_JOINED = Duration.ofSeconds(1);

    /** A reader waits this long for a place. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    /** A page is sent for this long before its place is given to others. */
    static final Duration GRACE = Duration.ofSeconds(1);

    /** Prometheus' own longest sensible scrape is a minute: its timeout may not exceed its interval. */
    static final Duration LONGEST_SENDING = Duration.ofMinutes(1);

    /** Requests with equal keys ask for the same page. */
    record Key(String contentType, List<String> names, Optional<String> project) {}

    /** A scrape. Exactly one of the first three is called, by any thread; none of them may fail. */
    interface Reader {

        /** Begins to send the page, and returns at once; {@link SharedPages#done} is told of the end. */
        void send(CompressedPage page);

        /** There was no place in time. */
        void refuse();

        void failed(Throwable why);

        /** The page is taken away while it is being sent. */
        void cutOff();
    }

    private static final class Making {

        private final Key key;
        private final Exposition.Body source;
        /** With the moment until which each waits for a place. */
        private final Map<Reader, Long> readers = new LinkedHashMap<>();

        private Optional<Long> beganNanos = Optional.empty();

        Making(Key key, Exposition.Body source) {
            this.key = key;
            this.source = source;
        }
    }

    private final TimeSource time;
    private final Executor makers;
    private final Map<Key, Making> joinable = new HashMap<>();
    private final Queue<Making> waiting = new ArrayDeque<>();
    private final Set<Making> beingMade = new HashSet<>();
    private final Map<Making, Long> sentSinceNanos = new LinkedHashMap<>();

    /** @param makers makes the pages that had to wait for a place */
    SharedPages(TimeSource time, Executor makers) {
        this.time = time;
        this.makers = makers;
    }

    /**
     * Gives {@code reader} the page for {@code key}, now or later.
     *
     * @param source makes it if nobody else is making it already; on this thread if there is a place
     */
    void page(Key key, Exposition.Body source, Reader reader) {
        boolean begin;
        Making making;
        synchronized (this) {
            long nowNanos = time.nanoTime();
            making = joinable.get(key);
            if (making == null || isTooOld(making, nowNanos)) {
                making = new Making(key, source);
                joinable.put(key, making);
                waiting.add(making);
            }
            making.readers.put(reader, nowNanos + PATIENCE.toNanos());
            begin = making.equals(waiting.peek()) && isFree();
            if (begin) {
                beginNext();
            }
        }
        if (begin) {
            make(making);
        } else {
            check();
        }
    }

    /** A reader that was sent a page has got all of it, or has gone. */
    void done(Reader reader) {
        synchronized (this) {
            sentSinceNanos.keySet().forEach(making -> making.readers.remove(reader));
            sentSinceNanos.keySet().removeIf(making -> making.readers.isEmpty());
        }
        check();
    }

    /** Gives free places away, and refuses who has waited too long; to be called several times a second. */
    void check() {
        List<Reader> refused = new ArrayList<>();
        List<Reader> cutOff = new ArrayList<>();
        synchronized (this) {
            long nowNanos = time.nanoTime();
            takeBack(LONGEST_SENDING, nowNanos, cutOff);
            while (!waiting.isEmpty() && (isFree() || takeBack(GRACE, nowNanos, cutOff))) {
                Making next = beginNext();
                makers.execute(() -> make(next));
            }
            for (Making making : waiting) {
                making.readers.entrySet().stream()
                        .filter(entry -> nowNanos - entry.getValue() > 0)
                        .map(Map.Entry::getKey)
                        .forEach(refused::add);
                making.readers.keySet().removeAll(refused);
            }
            waiting.removeIf(making -> making.readers.isEmpty() && joinable.remove(making.key, making));
        }
        cutOff.forEach(Reader::cutOff);
        refused.forEach(Reader::refuse);
    }

    private static boolean isTooOld(Making making, long nowNanos) {
        return making.beganNanos.isPresent() && nowNanos - making.beganNanos.get() > OLDEST_JOINED.toNanos();
    }

    private boolean isFree() {
        return beingMade.size() + sentSinceNanos.size() < MOST_PAGES;
    }

    private Making beginNext() {
        Making next = waiting.remove();
        next.beganNanos = Optional.of(time.nanoTime());
        beingMade.add(next);
        return next;
    }

    /** Takes the place of the page that has been sent longest, if that is at least {@code span}. */
    private boolean takeBack(Duration span, long nowNanos, List<Reader> cutOff) {
        Optional<Making> longest = sentSinceNanos.entrySet().stream()
                .filter(entry -> nowNanos - entry.getValue() >= span.toNanos())
                .min(Comparator.comparingLong(Map.Entry::getValue))
                .map(Map.Entry::getKey);
        longest.ifPresent(making -> {
            sentSinceNanos.remove(making);
            cutOff.addAll(making.readers.keySet());
        });
        return longest.isPresent();
    }

    private void make(Making making) {
        try {
            CompressedPage page = CompressedPage.of(making.source);
            made(making, true).forEach(reader -> reader.send(page));
        } catch (IOException | RuntimeException | Error e) {
            made(making, false).forEach(reader -> reader.failed(e));
            check();
            WebServer.passOnFatal(e);
        }
    }

    private synchronized List<Reader> made(Making making, boolean isSent) {
        joinable.remove(making.key, making);
        if (beingMade.remove(making) && isSent) { // not again if it cannot be sent
            sentSinceNanos.put(making, time.nanoTime());
        }
        return List.copyOf(making.readers.keySet());
    }
}
