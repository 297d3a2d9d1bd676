package trro.exporter.polling;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import trro.exporter.model.Buckets;
import trro.exporter.model.RowAnomaly;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.snapshot.LatestStatistics;
import trro.exporter.snapshot.LatestStatistics.Figures;

/**
 * Which row of an answer is of which bucket.
 *
 * <p>The one idea: a row belongs to the bucket that contains its start, and nothing else about it is trusted to say so,
 * since TRRO's own sample has ends before starts and two rows of one hour. Of several rows of a bucket the one with the
 * most sessions counts, because the figures of a bucket only grow. That an answer leaves a bucket out means that there
 * were no sessions, but only where that is sure: in the open bucket so far, and in the closed one when it has settled.
 * It is not sure at all when rows sit off the borders of our calendar: then the calendar is the wrong one.
 *
 * @param open figures of the bucket that was open when it was asked
 * @param closed figures of the bucket before it
 * @param anomalies how many rows were odd in which way; kinds that did not occur are absent
 * @param fittingOffset when rows were misaligned, the whole quarter of an hour off UTC on whose borders all rows
 *     would sit
 */
record BucketSelection(
        Figures open, Figures closed, Map<RowAnomaly, Integer> anomalies, Optional<ZoneOffset> fittingOffset) {

    private static final int QUARTER_HOUR_SECONDS = 15 * 60;

    /**
     * @param askedAt when the rows were asked for, which says which bucket was open
     * @param before what was known of the target before this answer
     */
    static BucketSelection select(
            List<SessionStatistics> rows,
            StatisticInterval interval,
            StatisticsCalendar calendar,
            Instant askedAt,
            Optional<LatestStatistics> before) {
        Buckets buckets = calendar.at(askedAt, interval);
        Map<RowAnomaly, Integer> anomalies = new EnumMap<>(RowAnomaly.class);
        Optional<SessionStatistics> open = Optional.empty();
        Optional<SessionStatistics> closed = Optional.empty();
        for (SessionStatistics row : rows) {
            if (row.end().isBefore(row.start())) {
                anomalies.merge(RowAnomaly.BACKWARD, 1, Integer::sum);
            }
            Instant start = interval.startOf(row.start(), calendar.zone());
            if (!start.equals(row.start())) {
                anomalies.merge(RowAnomaly.MISALIGNED, 1, Integer::sum);
            }
            if (start.equals(buckets.currentStart())) {
                open = Optional.of(larger(open, row, anomalies));
            } else if (start.equals(buckets.previousStart())) {
                closed = Optional.of(larger(closed, row, anomalies));
            } else {
                anomalies.merge(RowAnomaly.OUTSIDE, 1, Integer::sum);
            }
        }
        boolean calendarFits = !anomalies.containsKey(RowAnomaly.MISALIGNED);
        boolean settled = calendar.settled(buckets, askedAt);
        return new BucketSelection(
                open.map(row -> Figures.reported(buckets.currentStart(), row))
                        .orElseGet(() -> leftOutOpen(buckets, calendarFits)),
                closed.map(row -> Figures.reported(buckets.previousStart(), row))
                        .orElseGet(() -> leftOutClosed(buckets, calendarFits && settled, before)),
                anomalies,
                calendarFits ? Optional.empty() : fittingOffset(rows, interval, calendar.zone()));
    }

    private static SessionStatistics larger(
            Optional<SessionStatistics> seen, SessionStatistics row, Map<RowAnomaly, Integer> anomalies) {
        if (seen.isEmpty()) {
            return row;
        }
        anomalies.merge(RowAnomaly.REPEATED, 1, Integer::sum);
        return row.sessions() > seen.get().sessions() ? row : seen.get();
    }

    private static Figures leftOutOpen(Buckets buckets, boolean meansNoSessions) {
        return meansNoSessions
                ? Figures.noSessions(buckets.currentStart(), buckets.currentEnd())
                : Figures.unknown(buckets.currentStart());
    }

    private static Figures leftOutClosed(Buckets buckets, boolean meansNoSessions, Optional<LatestStatistics> before) {
        return meansNoSessions
                ? Figures.noSessions(buckets.previousStart(), buckets.currentStart())
                : before.map(latest -> latest.lastSeen(buckets.previousStart()))
                        .orElseGet(() -> Figures.unknown(buckets.previousStart()));
    }

    /** TRRO's own samples are at UTC+8, so that is tried first; then the offsets nearest to UTC. */
    private static Optional<ZoneOffset> fittingOffset(
            List<SessionStatistics> rows, StatisticInterval interval, ZoneId configured) {
        Stream<ZoneOffset> offsets = IntStream.iterate(0, quarters -> quarters <= 14 * 4, quarters -> quarters + 1)
                .flatMap(quarters -> IntStream.of(quarters, -quarters))
                .mapToObj(quarters -> ZoneOffset.ofTotalSeconds(quarters * QUARTER_HOUR_SECONDS));
        return Stream.concat(Stream.of(ZoneOffset.ofHours(8)), offsets)
                .filter(offset -> !offset.equals(configured))
                .filter(offset -> rows.stream()
                        .allMatch(row -> interval.startOf(row.start(), offset).equals(row.start())))
                .findFirst();
    }
}
