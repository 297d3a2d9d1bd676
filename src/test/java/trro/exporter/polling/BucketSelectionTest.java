package trro.exporter.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.support.Samples.hour;
import static trro.exporter.support.Samples.row;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trro.exporter.model.Buckets;
import trro.exporter.model.RowAnomaly;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.model.Window;
import trro.exporter.snapshot.LatestStatistics;
import trro.exporter.snapshot.LatestStatistics.Figures;
import trro.exporter.time.Moment;

class BucketSelectionTest {

    private static final StatisticsCalendar SHANGHAI =
            new StatisticsCalendar(ZoneId.of("Asia/Shanghai"), Duration.ofMinutes(10));
    private static final Instant SETTLED = Instant.parse("2026-11-22T08:20:00Z");
    private static final Instant NOT_SETTLED = Instant.parse("2026-11-22T08:09:59Z");

    private static BucketSelection hours(Instant askedAt, SessionStatistics... rows) {
        return BucketSelection.select(List.of(rows), StatisticInterval.HOUR, SHANGHAI, askedAt, Optional.empty());
    }

    private static LatestStatistics latest(Instant askedAt, SessionStatistics... rows) {
        BucketSelection selection = hours(askedAt, rows);
        return new LatestStatistics(new Moment(askedAt, 0), "r", selection.open(), selection.closed());
    }

    private static Optional<Long> sessions(Figures figures) {
        return figures.statistics().map(SessionStatistics::sessions);
    }

    @Test
    void theOpenBucketIsCurrentAndTheOneBeforeItPrevious() {
        BucketSelection selection = hours(SETTLED, hour("2026-11-22T07:00:00Z", 5), hour("2026-11-22T08:00:00Z", 3));

        assertThat(sessions(selection.open())).contains(3L);
        assertThat(sessions(selection.closed())).contains(5L);
        assertThat(selection.anomalies()).isEmpty();
    }

    @Test
    void theOrderOfRowsDoesNotMatter() {
        List<SessionStatistics> rows = new ArrayList<>(List.of(
                hour("2026-11-22T06:00:00Z", 9),
                hour("2026-11-22T07:00:00Z", 5),
                hour("2026-11-22T07:00:00Z", 2),
                hour("2026-11-22T08:00:00Z", 3),
                hour("2026-11-22T08:00:00Z", 4)));
        for (long seed = 0; seed < 50; seed++) {
            Collections.shuffle(rows, new Random(seed));

            BucketSelection selection = hours(SETTLED, rows.toArray(SessionStatistics[]::new));

            assertThat(sessions(selection.open())).as("seed %d", seed).contains(4L);
            assertThat(sessions(selection.closed())).as("seed %d", seed).contains(5L);
            assertThat(selection.anomalies())
                    .as("seed %d", seed)
                    .isEqualTo(Map.of(RowAnomaly.REPEATED, 2, RowAnomaly.OUTSIDE, 1));
        }
    }

    @Test
    void aRowThatEndsBeforeItStartsIsCountedAndUsed() {
        Instant start = Instant.parse("2026-11-22T08:00:00Z");

        BucketSelection selection = hours(SETTLED, row(start, start.minusSeconds(9800), 2));

        assertThat(sessions(selection.open())).contains(2L);
        assertThat(selection.anomalies()).isEqualTo(Map.of(RowAnomaly.BACKWARD, 1));
    }

    @Test
    void aBucketLeftOutMeansNoSessionsWhenItIsOpenOrHasSettled() {
        BucketSelection selection = hours(SETTLED);

        assertThat(sessions(selection.open())).contains(0L);
        assertThat(sessions(selection.closed())).contains(0L);
    }

    @Test
    void aClosedBucketLeftOutIsUnknownUntilItHasSettled() {
        BucketSelection selection = hours(NOT_SETTLED);

        assertThat(sessions(selection.open())).contains(0L);
        assertThat(sessions(selection.closed())).isEmpty();
    }

    @Test
    void aRowSeenWhileTheBucketWasOpenHoldsUntilTheBucketHasSettled() {
        LatestStatistics before = latest(Instant.parse("2026-11-22T07:59:00Z"), hour("2026-11-22T07:00:00Z", 5));

        Figures notSettled = BucketSelection.select(
                        List.of(), StatisticInterval.HOUR, SHANGHAI, NOT_SETTLED, Optional.of(before))
                .closed();
        Figures settled = BucketSelection.select(
                        List.of(), StatisticInterval.HOUR, SHANGHAI, SETTLED, Optional.of(before))
                .closed();

        assertThat(sessions(notSettled)).contains(5L);
        assertThat(sessions(settled)).contains(0L);
    }

    @Test
    void thatThereWasNoRowYetSaysNothingOfTheClosedBucket() {
        LatestStatistics before = latest(Instant.parse("2026-11-22T07:59:00Z"));

        BucketSelection selection =
                BucketSelection.select(List.of(), StatisticInterval.HOUR, SHANGHAI, NOT_SETTLED, Optional.of(before));

        assertThat(sessions(before.open())).contains(0L);
        assertThat(sessions(selection.closed())).isEmpty();
    }

    @Test
    void aRowInsideABucketBelongsToItButMissingOnesAreNoLongerTakenForZero() {
        BucketSelection selection =
                hours(SETTLED, row(Instant.parse("2026-11-22T08:00:30Z"), Instant.parse("2026-11-22T09:00:00Z"), 2));

        assertThat(sessions(selection.open())).contains(2L);
        assertThat(sessions(selection.closed())).isEmpty();
        assertThat(selection.anomalies()).isEqualTo(Map.of(RowAnomaly.MISALIGNED, 1));
        assertThat(selection.fittingOffset()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // rows of days that begin at 16:00Z, as TRRO's own samples have them
        "DAY,   UTC,           2026-11-21T16:00:00Z, +08:00",
        "DAY,   Europe/Berlin, 2026-11-21T16:00:00Z, +08:00",
        "MONTH, UTC,           2026-10-31T16:00:00Z, +08:00",
        "DAY,   Asia/Shanghai, 2026-11-22T00:00:00Z, Z",
        "DAY,   Asia/Shanghai, 2026-11-21T18:30:00Z, +05:30",
        "DAY,   Asia/Shanghai, 2026-11-22T05:00:00Z, -05:00",
        "HOUR,  Asia/Kolkata,  2026-11-22T08:00:00Z, +08:00",
    })
    void namesTheZoneThatWouldFitMisalignedRows(
            StatisticInterval interval, ZoneId zone, Instant start, ZoneOffset fitting) {
        StatisticsCalendar calendar = new StatisticsCalendar(zone, Duration.ofMinutes(10));

        BucketSelection selection = BucketSelection.select(
                List.of(row(start, start.plusSeconds(1), 1)), interval, calendar, SETTLED, Optional.empty());

        assertThat(selection.anomalies()).containsEntry(RowAnomaly.MISALIGNED, 1);
        assertThat(selection.fittingOffset()).contains(fitting);
    }

    @Test
    void monthsInTheWrongZoneAreNotPublishedAsZero() {
        StatisticsCalendar utc = new StatisticsCalendar(ZoneId.of("UTC"), Duration.ofMinutes(10));
        Instant november = Instant.parse("2026-10-31T16:00:00Z"); // in Shanghai; 31 October in UTC

        BucketSelection selection = BucketSelection.select(
                List.of(row(november, november, 7)), StatisticInterval.MONTH, utc, SETTLED, Optional.empty());

        assertThat(sessions(selection.open())).isEmpty();
    }

    @Test
    void rowsOfOtherBucketsAreCountedAndLeftAlone() {
        BucketSelection selection = hours(SETTLED, hour("2026-11-22T06:00:00Z", 5), hour("2026-11-22T09:00:00Z", 3));

        assertThat(sessions(selection.open())).contains(0L);
        assertThat(sessions(selection.closed())).contains(0L);
        assertThat(selection.anomalies()).isEqualTo(Map.of(RowAnomaly.OUTSIDE, 2));
    }

    @ParameterizedTest
    @CsvSource({
        // a clock that jumps: what the same answer, asked at 08:20Z, shows at other moments
        "2026-11-22T08:59:59Z, 3, 5",
        "2026-11-22T09:00:00Z,  , 3",
        "2026-11-22T10:00:00Z,  ,  ",
        "2026-11-22T07:30:00Z,  ,  ",
        "2025-01-01T00:00:00Z,  ,  ",
    })
    void figuresMoveOnWithTheClockAndNeverIntoAnotherBucket(Instant now, Long current, Long previous) {
        LatestStatistics latest = latest(SETTLED, hour("2026-11-22T07:00:00Z", 5), hour("2026-11-22T08:00:00Z", 3));
        Buckets buckets = SHANGHAI.at(now, StatisticInterval.HOUR);

        assertThat(latest.in(Window.CURRENT, buckets).map(SessionStatistics::sessions))
                .isEqualTo(Optional.ofNullable(current));
        assertThat(latest.in(Window.PREVIOUS, buckets).map(SessionStatistics::sessions))
                .isEqualTo(Optional.ofNullable(previous));
    }

    @Test
    void noRowInTheOpenBucketIsZeroNowButUnknownOnceTheBucketHasClosed() {
        LatestStatistics latest = latest(SETTLED);

        assertThat(latest.in(Window.CURRENT, SHANGHAI.at(SETTLED, StatisticInterval.HOUR)))
                .isPresent();
        assertThat(latest.in(Window.PREVIOUS, SHANGHAI.at(SETTLED.plus(Duration.ofHours(1)), StatisticInterval.HOUR)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // asked at, poll interval in minutes, seconds until the next poll
        "HOUR,  2026-11-22T08:20:00Z, 1,  60",
        "HOUR,  2026-11-22T08:09:30Z, 1,  30",
        "HOUR,  2026-11-22T08:09:59Z, 1,   1",
        "HOUR,  2026-11-22T08:10:00Z, 1,  60",
        "DAY,   2026-11-22T16:05:00Z, 10, 300",
        "MONTH, 2026-11-30T15:30:00Z, 60, 2400",
        "MONTH, 2026-11-30T16:00:00Z, 60, 600",
        "MONTH, 2026-11-30T16:10:00Z, 60, 3600",
    })
    void asksAgainAfterThePollIntervalOrAsSoonAsAClosedBucketHasSettled(
            StatisticInterval interval, Instant askedAt, int pollMinutes, long seconds) {
        assertThat(SHANGHAI.untilNextPoll(interval, askedAt, Duration.ofMinutes(pollMinutes)))
                .isEqualTo(Duration.ofSeconds(seconds));
    }
}
