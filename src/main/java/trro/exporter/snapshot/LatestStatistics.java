package trro.exporter.snapshot;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.Window;
import trro.exporter.time.Moment;

/**
 * The latest good answer about a target, with figures of an earlier one that still hold.
 *
 * @param answered when it was answered
 * @param requestId TRRO's id of the call
 * @param open the bucket that was open when it was asked
 * @param closed the bucket before it
 */
public record LatestStatistics(Moment answered, String requestId, Figures open, Figures closed) {

    /** The reason why figures are known or not. */
    public enum Grounds {
        /** A row was reported. */
        REPORTED,
        /** No row came, which means no sessions. */
        LEFT_OUT,
        /** No row came, and whether that means anything is not known. */
        UNKNOWN,
        /** No row came in the open bucket, and TRRO has never shown that it returns such rows. */
        OPEN_NEVER_SHOWN
    }

    /**
     * The figures of one bucket.
     *
     * @param start the bucket's start by the calendar
     * @param statistics empty if they are not known
     * @param confirmed when TRRO last said so, if that was not in the latest answer
     */
    public record Figures(
            Instant start, Optional<SessionStatistics> statistics, Grounds grounds, Optional<Moment> confirmed) {

        /** Whether sessions are known. */
        public boolean anySessions() {
            return statistics.filter(figures -> figures.sessions() > 0).isPresent();
        }

        public boolean reported() {
            return grounds == Grounds.REPORTED;
        }

        public static Figures unknown(Instant start) {
            return new Figures(start, Optional.empty(), Grounds.UNKNOWN, Optional.empty());
        }

        public static Figures openNeverShown(Instant start) {
            return new Figures(start, Optional.empty(), Grounds.OPEN_NEVER_SHOWN, Optional.empty());
        }

        public static Figures reported(Instant start, SessionStatistics statistics) {
            return new Figures(start, Optional.of(statistics), Grounds.REPORTED, Optional.empty());
        }

        public static Figures noSessions(Instant start) {
            return new Figures(
                    start, Optional.of(SessionStatistics.none(start, start)), Grounds.LEFT_OUT, Optional.empty());
        }

        /** The same, as said at {@code moment} unless an earlier moment is known. */
        public Figures saidAt(Moment moment) {
            return confirmed.isPresent() ? this : new Figures(start, statistics, grounds, Optional.of(moment));
        }

        private Figures keptIf(Predicate<Instant> kept) {
            return kept.test(start) ? this : unknown(start);
        }

        private Moment said(Moment answered) {
            return confirmed.orElse(answered);
        }
    }

    /** The figures of a window as far as they may be shown. */
    public Optional<SessionStatistics> in(Window window, Viewpoint view) {
        Instant start = view.buckets().start(window);
        if (start.equals(open.start())) {
            return window == Window.CURRENT || becameComplete(view) ? shown(open, view) : Optional.empty();
        }
        return start.equals(closed.start()) && window == Window.PREVIOUS ? shown(closed, view) : Optional.empty();
    }

    /**
     * Whether the bucket that was open has become the previous one. Then its last figures are the previous ones, but
     * that there was no row yet says nothing about the whole bucket.
     */
    private boolean becameComplete(Viewpoint view) {
        return open.reported() && view.closedSince(open.said(answered));
    }

    private Optional<SessionStatistics> shown(Figures figures, Viewpoint view) {
        return view.isYoung(figures.said(answered)) ? figures.statistics() : Optional.empty();
    }

    /**
     * Whether {@code current} is not known because TRRO has never shown that it returns buckets that are still open.
     */
    public boolean openNeverShown(Viewpoint view) {
        return open.grounds() == Grounds.OPEN_NEVER_SHOWN
                && open.start().equals(view.buckets().currentStart());
    }

    /** The row that was reported of the bucket that begins at {@code start}, with the moment when TRRO last said so. */
    public Optional<Figures> reported(Instant start) {
        return Stream.of(open, closed)
                .filter(figures -> figures.reported() && figures.start().equals(start))
                .map(figures -> figures.saidAt(answered))
                .findFirst();
    }

    /** The same without the figures of buckets that {@code kept} does not accept by their start. */
    LatestStatistics keeping(Predicate<Instant> kept) {
        boolean all = kept.test(open.start()) && kept.test(closed.start());
        return all ? this : new LatestStatistics(answered, requestId, open.keptIf(kept), closed.keptIf(kept));
    }

    /** Whether one of its figures was said at such a moment. */
    boolean anySaid(Predicate<Moment> moment) {
        return moment.test(open.said(answered)) || moment.test(closed.said(answered));
    }

    /** The same when it is learnt that TRRO shows open buckets: that no row came means no sessions. */
    LatestStatistics openShown() {
        if (open.grounds() != Grounds.OPEN_NEVER_SHOWN) {
            return this;
        }
        Figures none = Figures.noSessions(open.start());
        Figures known = open.confirmed().map(none::saidAt).orElse(none);
        return new LatestStatistics(answered, requestId, known, closed);
    }
}
