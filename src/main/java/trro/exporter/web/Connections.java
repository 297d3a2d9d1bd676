package trro.exporter.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jetty.io.Connection;
import trro.exporter.time.TimeSource;

/**
 * Ends connections that are in the way of others, so that whoever comes has a place: a probe above all. Thread-safe.
 *
 * <p>Beyond {@link #MOST} the one goes that has waited longest for a request, whole or not. Where none waits, it is the
 * one whose answer is under way longest. A head of a request that takes too long ends its connection in any case.
 */
final class Connections implements Connection.Listener {

    static final int MOST = 256;

    /** For the head of a request, from its first byte; of a connection's first request from the beginning. */
    static final Duration LONGEST_HEAD = Duration.ofSeconds(10);

    /** An answer is left alone for this long, so that quick ones never suffer from many. */
    static final Duration GRACE = Duration.ofSeconds(1);

    /** Answers under way that are younger than {@link #GRACE} may exceed {@link #MOST} for a moment. */
    private static final int HARD_LIMIT = 2 * MOST;

    private final TimeSource time;
    private final IdentityHashMap<Connection, State> open = new IdentityHashMap<>();

    /** A connection waits, or its request is under way. */
    private static final class State {

        private boolean underWay;
        private long sinceNanos;
        private Optional<Long> headSinceNanos;
        private long bytesBefore;

        State(long nowNanos) {
            sinceNanos = nowNanos;
            headSinceNanos = Optional.of(nowNanos);
        }
    }

    Connections(TimeSource time) {
        this.time = time;
    }

    @Override
    public void onOpened(Connection connection) {
        Optional<Connection> tooMany;
        synchronized (this) {
            long nowNanos = time.nanoTime();
            tooMany = open.size() < MOST ? Optional.empty() : leastMissed(nowNanos);
            if (tooMany.isEmpty() && open.size() >= HARD_LIMIT) {
                tooMany = Optional.of(connection);
            }
            open.put(connection, new State(nowNanos));
            tooMany.ifPresent(open::remove);
        }
        tooMany.ifPresent(Connections::end);
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        open.remove(connection);
    }

    /** The head of a request was read. */
    synchronized void begun(Connection connection) {
        State state = open.get(connection);
        if (state != null) {
            state.underWay = true;
            state.sinceNanos = time.nanoTime();
        }
    }

    /** A request was answered, or given up. */
    synchronized void ended(Connection connection) {
        State state = open.get(connection);
        if (state != null) {
            state.underWay = false;
            state.sinceNanos = time.nanoTime();
            state.headSinceNanos = Optional.empty();
            state.bytesBefore = connection.getBytesIn();
        }
    }

    /** Ends connections whose head takes too long; to be called several times a second. */
    void check() {
        List<Connection> late = new ArrayList<>();
        synchronized (this) {
            long nowNanos = time.nanoTime();
            open.forEach((connection, state) -> {
                if (!state.underWay && headNanos(connection, state, nowNanos) > LONGEST_HEAD.toNanos()) {
                    late.add(connection);
                }
            });
            late.forEach(open::remove);
        }
        late.forEach(Connections::end);
    }

    /** For how long a head has been on its way; 0 if nothing of it came. */
    private static long headNanos(Connection connection, State state, long nowNanos) {
        if (state.headSinceNanos.isEmpty() && connection.getBytesIn() > state.bytesBefore) {
            state.headSinceNanos = Optional.of(nowNanos);
        }
        return nowNanos - state.headSinceNanos.orElse(nowNanos);
    }

    private Optional<Connection> leastMissed(long nowNanos) {
        return oldest(state -> !state.underWay)
                .or(() -> oldest(state -> state.underWay && nowNanos - state.sinceNanos >= GRACE.toNanos()));
    }

    private Optional<Connection> oldest(Predicate<State> which) {
        return open.entrySet().stream()
                .filter(entry -> which.test(entry.getValue()))
                .min(Comparator.comparingLong(entry -> entry.getValue().sinceNanos))
                .map(Map.Entry::getKey);
    }

    private static void end(Connection connection) {
        connection.getEndPoint().close();
    }
}
