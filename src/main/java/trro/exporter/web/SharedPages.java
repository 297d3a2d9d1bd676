package trro.exporter.web;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import trro.exporter.time.TimeSource;

/**
 * Lets scrapes of the same moment share one page, so that two Prometheis cost hardly more than one. Thread-safe.
 *
 * <p>A page is shared with those who ask for the same while it is being made, and for a second at most: what they get
 * is no older than that when they ask, which is less than a scrape's own time stamp may be off. A finished page is
 * never given to anyone who comes later. It is made in memory, with no client in the way: each is then sent it at its
 * own pace, and neither a slow client nor one that leaves is felt by the others.
 */
final class SharedPages {

    /** A page may still be joined this long after its beginning. */
    static final Duration OLDEST_JOINED = Duration.ofSeconds(1);

    /** Requests with equal keys ask for the same page. */
    record Key(String contentType, List<String> names, Optional<String> project) {}

    private record Making(FutureTask<CompressedPage> page, long beganNanos) {}

    private final TimeSource time;
    private final Map<Key, Making> underWay = new HashMap<>();

    SharedPages(TimeSource time) {
        this.time = time;
    }

    /**
     * The page for {@code key}.
     *
     * @param source makes it if nobody else is making it already
     * @throws IOException if it could not be made, by whomever
     */
    CompressedPage page(Key key, CompressedPage.Source source) throws IOException {
        Making mine = new Making(new FutureTask<>(() -> CompressedPage.of(source)), time.nanoTime());
        Making making = join(key, mine);
        if (making.equals(mine)) {
            try {
                mine.page().run();
            } finally {
                leave(key, mine);
            }
        }
        try {
            return making.page().get();
        } catch (ExecutionException e) {
            throw new IOException("the page could not be made", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while the page was being made");
        }
    }

    private synchronized Making join(Key key, Making mine) {
        Making other = underWay.get(key);
        if (other != null && mine.beganNanos() - other.beganNanos() <= OLDEST_JOINED.toNanos()) {
            return other;
        }
        underWay.put(key, mine);
        return mine;
    }

    private synchronized void leave(Key key, Making mine) {
        underWay.remove(key, mine);
    }
}
