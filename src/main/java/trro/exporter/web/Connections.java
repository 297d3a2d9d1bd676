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
import org.eclipse.jetty.io.EndPoint;
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

    /**
     * Answers under way that are younger than {@link #GRACE} may exceed {@link #MOST} for a moment. It also bounds
     * requests, of which a connection of HTTP/2 has many.
     */
    static final int HARD_LIMIT = 2 * MOST;

    private final TimeSource time;

    /** By the client's end: over TLS, one has layers of connections. */
    private final IdentityHashMap<EndPoint, State> open = new IdentityHashMap<>();

    /** A connection waits, or requests of it are under way: with HTTP/2 several. */
    private static final class State {

        private Connection outermost;
        private boolean handedOn;
        private int underWay;
        private long sinceNanos;
        private Optional<Long> headSinceNanos;
        private long bytesBefore;

        State(Connection outermost, long nowNanos) {
            this.outermost = outermost;
            sinceNanos = nowNanos;
            headSinceNanos = Optional.of(nowNanos);
        }

        /** Its outermost connection gives way to the next one; others are layers within. */
        void follow(Connection next) {
            outermost = handedOn ? next : outermost;
            handedOn = false;
        }
    }

    Connections(TimeSource time) {
        this.time = time;
    }

    @Override
    public void onOpened(Connection connection) {
        EndPoint client = client(connection);
        Optional<EndPoint> tooMany;
        synchronized (this) {
            if (open.containsKey(client)) {
                open.get(client).follow(connection);
                return;
            }
            long nowNanos = time.nanoTime();
            tooMany = open.size() < MOST ? Optional.empty() : leastMissed(nowNanos);
            if (tooMany.isEmpty() && open.size() >= HARD_LIMIT) {
                tooMany = Optional.of(client);
            }
            open.put(client, new State(connection, nowNanos));
            tooMany.ifPresent(open::remove);
        }
        tooMany.ifPresent(EndPoint::close);
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        State state = open.get(client(connection));
        if (state == null || state.outermost != connection) {
            return;
        }
        if (client(connection).isOpen()) {
            state.handedOn = true; // it has found out that the client begins with TLS
        } else {
            open.remove(client(connection));
        }
    }

    /** The head of a request was read. Where requests are too many, the connection with the most of them ends. */
    void begun(Connection connection) {
        Optional<EndPoint> greediest = Optional.empty();
        synchronized (this) {
            State state = open.get(client(connection));
            if (state != null) {
                state.underWay++;
                state.sinceNanos = time.nanoTime();
                greediest = underWay() > HARD_LIMIT ? greediest() : Optional.empty();
                greediest.ifPresent(open::remove);
            }
        }
        greediest.ifPresent(EndPoint::close);
    }

    /** A request was answered, or given up. */
    synchronized void ended(Connection connection) {
        State state = open.get(client(connection));
        if (state != null) {
            state.underWay--;
            state.sinceNanos = time.nanoTime();
            state.headSinceNanos = Optional.empty();
            state.bytesBefore = state.outermost.getBytesIn();
        }
    }

    private static EndPoint client(Connection connection) {
        EndPoint end = connection.getEndPoint();
        while (end instanceof EndPoint.Wrapper wrapper) {
            end = wrapper.unwrap();
        }
        return end;
    }

    /** The number of connections that are open and that nobody has to leave. */
    synchronized int count() {
        return open.size();
    }

    /** Ends connections whose head takes too long; to be called several times a second. */
    void check() {
        List<EndPoint> late = new ArrayList<>();
        synchronized (this) {
            long nowNanos = time.nanoTime();
            open.forEach((client, state) -> {
                if (state.underWay == 0 && headNanos(state, nowNanos) > LONGEST_HEAD.toNanos()) {
                    late.add(client);
                }
            });
            late.forEach(open::remove);
        }
        late.forEach(EndPoint::close);
    }

    /** For how long a head has been on its way; 0 if nothing of it came. */
    private static long headNanos(State state, long nowNanos) {
        if (state.headSinceNanos.isEmpty() && state.outermost.getBytesIn() > state.bytesBefore) {
            state.headSinceNanos = Optional.of(nowNanos);
        }
        return nowNanos - state.headSinceNanos.orElse(nowNanos);
    }

    private Optional<EndPoint> leastMissed(long nowNanos) {
        return oldest(state -> state.underWay == 0)
                .or(() -> oldest(state -> state.underWay > 0 && nowNanos - state.sinceNanos >= GRACE.toNanos()));
    }

    /** Requests of all connections. */
    private int underWay() {
        return open.values().stream().mapToInt(state -> state.underWay).sum();
    }

    private Optional<EndPoint> greediest() {
        return open.entrySet().stream()
                .max(Comparator.comparingInt(entry -> entry.getValue().underWay))
                .map(Map.Entry::getKey);
    }

    private Optional<EndPoint> oldest(Predicate<State> which) {
        return open.entrySet().stream()
                .filter(entry -> which.test(entry.getValue()))
                .min(Comparator.comparingLong(entry -> entry.getValue().sinceNanos))
                .map(Map.Entry::getKey);
    }
}
