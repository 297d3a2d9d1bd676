package trro.exporter.simulator.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import trro.exporter.model.SessionStatistics;

/**
 * A sum over sessions that can be summed again: distinct devices stay distinct. Confined to one thread while it grows.
 */
final class SessionTotals {

    private final BitSet devices = new BitSet();
    private final BitSet cockpits = new BitSet();
    private long sessions;
    private long notBadSessions;
    private long minutes;

    void add(Session session) {
        devices.set(session.device());
        cockpits.set(session.cockpit());
        sessions++;
        notBadSessions += session.notBad() ? 1 : 0;
        minutes += session.minutes();
    }

    void add(SessionTotals other) {
        devices.or(other.devices);
        cockpits.or(other.cockpits);
        sessions += other.sessions;
        notBadSessions += other.notBadSessions;
        minutes += other.minutes;
    }

    boolean isEmpty() {
        return sessions == 0;
    }

    /** As TRRO reports it: the ratio in whole percent, rounded. */
    SessionStatistics statistics(Instant start, Instant end) {
        if (isEmpty()) {
            return SessionStatistics.none(start, end);
        }
        long percent = Math.round(100.0 * notBadSessions / sessions);
        return new SessionStatistics(
                start,
                end,
                sessions,
                Duration.ofMinutes(minutes),
                percent / 100.0,
                devices.cardinality(),
                cockpits.cardinality());
    }

    /** Something that has sessions: a device, or a project with all of its devices. */
    interface Source {

        /** Adds the sessions that ended in {@code hour} and not after {@code asOf} (Unix time) to {@code totals}. */
        void count(Hour hour, long asOf, SessionTotals totals);
    }
}
