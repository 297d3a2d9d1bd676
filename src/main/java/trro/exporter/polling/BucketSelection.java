package trro.exporter.polling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import trro.exporter.model.Buckets;
import trro.exporter.model.RowAnomaly;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.model.Window;
import trro.exporter.snapshot.LatestStatistics;
import trro.exporter.snapshot.LatestStatistics.Figures;
import trro.exporter.time.Moment;

/**
 * Which row of an answer is of which bucket.
 *
 * <p>The one idea: a row is of the bucket that it fills, which is the one that starts when it starts; nothing else
 * about it is trusted to say so, since TRRO's own sample has ends before starts and two rows of one hour. A row that
 * fills no bucket is of no window. Figures of a bucket only grow, so of several rows the one with the most sessions
 * counts, and what an earlier answer reported is not undone by one that reports less or nothing. That an answer leaves
 * a bucket out means that there were no sessions, but only where that is sure: in the open bucket if TRRO shows open
 * ones at all, in the closed one when it has settled, and in neither where rows put our calendar in doubt.
 *
 * @param open figures of the bucket that was open when it was asked
 * @param closed figures of the bucket before it
 * @param anomalies how many rows were odd in which way; kinds that did not occur are absent
 */
record BucketSelection(Figures open, Figures closed, Map<RowAnomaly, Integer> anomalies) {

    /** Rows of one bucket in one answer: the last of this order counts, in whatever order they came. */
    private static final Comparator<SessionStatistics> BY_SIZE = Comparator.comparingLong(SessionStatistics::sessions)
            .thenComparing(SessionStatistics::totalDuration)
            .thenComparingLong(SessionStatistics::activeFieldDevices)
            .thenComparingLong(SessionStatistics::activeRemoteDevices)
            .thenComparingDouble(SessionStatistics::notBadRatio);

    /**
     * The knowledge beside the rows.
     *
     * @param at when it was asked, as early as it can have been; says which bucket was open
     * @param before what was known of the target before
     * @param fit whether TRRO's buckets are known to be ours
     * @param showsOpen whether TRRO is known to return buckets that are still open
     * @param hold how long after it was said a larger figure holds against a smaller one
     */
    record Asked(
            StatisticInterval interval,
            StatisticsCalendar calendar,
            Moment at,
            Optional<LatestStatistics> before,
            CalendarFit fit,
            boolean showsOpen,
            Duration hold) {

        Buckets buckets() {
            return calendar.at(at.instant(), interval);
        }

        /**
         * Whether a row that starts with a bucket ends with it; an hour's does not where a clock change makes it
         * longer.
         */
        private boolean fills(Buckets buckets, Window window) {
            return fit.other().isEmpty()
                    && (interval != StatisticInterval.HOUR
                            || Duration.between(buckets.start(window), buckets.end(window))
                                    .equals(interval.longest()));
        }

        private Optional<Figures> reported(Instant start) {
            return fit.other().isPresent() ? Optional.empty() : before.flatMap(latest -> latest.reported(start));
        }
    }

    static BucketSelection select(List<SessionStatistics> rows, Asked asked) {
        Rows sorted = new Rows(asked);
        rows.forEach(sorted::add);
        Buckets buckets = asked.buckets();
        Figures open = sorted.reported(Window.CURRENT).orElseGet(() -> leftOutOpen(buckets, sorted, asked.showsOpen()));
        boolean settled = asked.calendar().settled(buckets, asked.at().instant());
        Figures closed = sorted.reported(Window.PREVIOUS).orElseGet(() -> leftOutClosed(buckets, sorted, settled));
        return new BucketSelection(open, closed, sorted.anomalies);
    }

    private static Figures leftOutOpen(Buckets buckets, Rows rows, boolean showsOpen) {
        if (!rows.wouldShow(Window.CURRENT)) {
            return Figures.unknown(buckets.currentStart());
        }
        return showsOpen ? Figures.noSessions(buckets.currentStart()) : Figures.openNeverShown(buckets.currentStart());
    }

    private static Figures leftOutClosed(Buckets buckets, Rows rows, boolean settled) {
        return settled && rows.wouldShow(Window.PREVIOUS)
                ? Figures.noSessions(buckets.previousStart())
                : Figures.unknown(buckets.previousStart());
    }

    /** The rows of one answer, sorted by window. */
    private static final class Rows {

        private final Asked asked;
        private final Buckets buckets;
        private final Map<Window, SessionStatistics> largest = new EnumMap<>(Window.class);
        private final List<SessionStatistics> ofNoWindow = new ArrayList<>();
        private final Map<RowAnomaly, Integer> anomalies = new EnumMap<>(RowAnomaly.class);

        Rows(Asked asked) {
            this.asked = asked;
            buckets = asked.buckets();
        }

        void add(SessionStatistics row) {
            if (row.end().isBefore(row.start())) {
                count(RowAnomaly.BACKWARD);
            }
            if (!isAbout(row)) {
                count(RowAnomaly.OUTSIDE);
                return;
            }
            for (Window window : Window.values()) {
                if (buckets.start(window).equals(row.start()) && asked.fills(buckets, window)) {
                    if (largest.containsKey(window)) {
                        count(RowAnomaly.REPEATED);
                    }
                    largest.merge(window, row, BinaryOperator.maxBy(BY_SIZE));
                    return;
                }
            }
            count(RowAnomaly.MISALIGNED);
            ofNoWindow.add(row);
        }

        /** Whether a row is of a time that was asked for, on our borders or not. */
        private boolean isAbout(SessionStatistics row) {
            return !row.start().isAfter(asked.at().instant())
                    && asked.interval()
                            .endsAfter(
                                    row.start(),
                                    buckets.previousStart(),
                                    asked.calendar().zone(asked.interval()));
        }

        /** The report of this answer and earlier ones about a window; empty if none had a row. */
        Optional<Figures> reported(Window window) {
            Instant start = buckets.start(window);
            Optional<Figures> earlier = asked.reported(start);
            Optional<SessionStatistics> row = Optional.ofNullable(largest.get(window));
            if (row.isEmpty()) {
                earlier.ifPresent(figures -> count(RowAnomaly.MISSING));
                return earlier;
            }
            if (earlier.isPresent() && sessions(earlier.get()) > row.get().sessions()) {
                count(RowAnomaly.SMALLER);
                if (holds(earlier.get())) {
                    return earlier;
                }
            }
            return Optional.of(Figures.reported(start, row.get()));
        }

        /** Whether there would be a row of a window if it had sessions. */
        boolean wouldShow(Window window) {
            boolean offTheCalendar = ofNoWindow.stream().anyMatch(row -> BucketBorders.onQuarterHour(row.start()));
            boolean inDoubt = asked.fit().other().isPresent() || (!asked.fit().known() && offTheCalendar);
            return !inDoubt
                    && ofNoWindow.stream()
                            .noneMatch(row -> row.start().isBefore(buckets.end(window))
                                    && row.start()
                                            .plus(asked.interval().longest())
                                            .isAfter(buckets.start(window)));
        }

        private boolean holds(Figures earlier) {
            return earlier.confirmed()
                    .map(said -> asked.at().since(said).compareTo(asked.hold()) <= 0)
                    .orElse(true);
        }

        private static long sessions(Figures figures) {
            return figures.statistics().map(SessionStatistics::sessions).orElse(0L);
        }

        private void count(RowAnomaly anomaly) {
            anomalies.merge(anomaly, 1, Integer::sum);
        }
    }
}
