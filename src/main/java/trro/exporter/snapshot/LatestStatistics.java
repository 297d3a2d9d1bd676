package trro.exporter.snapshot;

import java.time.Instant;
import java.util.Optional;
import trro.exporter.model.Buckets;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.Window;
import trro.exporter.time.Moment;

/**
 * What the latest good answer said of a target, and what an earlier one had said that still holds.
 *
 * @param answered when it was answered
 * @param requestId TRRO's id of the call
 * @param open the bucket that was open when it was asked
 * @param closed the bucket before it
 */
public record LatestStatistics(Moment answered, String requestId, Figures open, Figures closed) {

    /**
     * The figures of one bucket.
     *
     * @param start the bucket's start by the calendar
     * @param statistics empty if they are not known
     * @param reported whether a row was reported; else no row came, which means no sessions
     */
    public record Figures(Instant start, Optional<SessionStatistics> statistics, boolean reported) {

        /** Whether sessions are known. */
        public boolean anySessions() {
            return statistics.filter(figures -> figures.sessions() > 0).isPresent();
        }

        public static Figures unknown(Instant start) {
            return new Figures(start, Optional.empty(), false);
        }

        public static Figures reported(Instant start, SessionStatistics statistics) {
            return new Figures(start, Optional.of(statistics), true);
        }

        public static Figures noSessions(Instant start, Instant end) {
            return new Figures(start, Optional.of(SessionStatistics.none(start, end)), false);
        }
    }

    /**
     * The figures of a window as seen at a later moment.
     *
     * <p>When the open bucket closes, its last figures become the previous ones, but that there was no row yet says
     * nothing about the whole bucket.
     */
    public Optional<SessionStatistics> in(Window window, Buckets now) {
        Instant start = now.start(window);
        if (start.equals(open.start())) {
            return window == Window.CURRENT || open.reported() ? open.statistics() : Optional.empty();
        }
        return start.equals(closed.start()) && window == Window.PREVIOUS ? closed.statistics() : Optional.empty();
    }

    /** What is known of the bucket that begins at {@code start}, as far as rows were reported or it had settled. */
    public Figures lastSeen(Instant start) {
        if (start.equals(open.start()) && open.reported()) {
            return open;
        }
        return start.equals(closed.start()) ? closed : Figures.unknown(start);
    }
}
