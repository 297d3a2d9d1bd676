package trro.exporter.api;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * The connections to one host that the HTTP client keeps for the next call, as far as can be known from outside: it
 * takes the one that has been idle for longest. The server may have closed some of them. Thread-safe.
 */
final class KeptConnections {

    /** Hardly a server closes connections that were used so shortly before. */
    static final Duration SURELY_OPEN = Duration.ofSeconds(4);

    /** The next call's connection. */
    enum Next {
        /** It was used a moment ago. */
        OPEN,
        /** It has been idle for so long that the server may have closed it, or be closing it just now. */
        STALE,
        /** There is none: one will be opened. */
        NEW
    }

    private final Duration keepAlive;
    private final Queue<Long> idleSinceNanos = new ArrayDeque<>();

    /** @param keepAlive how long the HTTP client keeps an idle connection */
    KeptConnections(Duration keepAlive) {
        this.keepAlive = keepAlive;
    }

    /** A call takes a connection. */
    synchronized Next take(long nowNanos) {
        while (true) {
            Optional<Duration> idle = Optional.ofNullable(idleSinceNanos.poll())
                    .map(sinceNanos -> Duration.ofNanos(nowNanos - sinceNanos));
            if (idle.isEmpty()) {
                return Next.NEW;
            }
            if (idle.get().compareTo(SURELY_OPEN) <= 0) {
                return Next.OPEN;
            }
            if (idle.get().compareTo(keepAlive) < 0) {
                return Next.STALE;
            }
        }
    }

    /** A call was answered as a whole and leaves its connection for the next one. */
    synchronized void put(long nowNanos) {
        idleSinceNanos.add(nowNanos);
    }

    /** A connection broke: who knows which ones are left. */
    synchronized void clear() {
        idleSinceNanos.clear();
    }
}
