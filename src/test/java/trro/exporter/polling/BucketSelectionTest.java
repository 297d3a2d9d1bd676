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
import trro.exporter.model.RowAnomaly;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.model.Window;
import trro.exporter.polling.BucketSelection.Asked;
import trro.exporter.snapshot.LatestStatistics;
import trro.exporter.snapshot.LatestStatistics.Figures;
import trro.exporter.snapshot.LatestStatistics.Grounds;
import trro.exporter.snapshot.Viewpoint;
import trro.exporter.time.Moment;

class BucketSelectionTest {

    private static final StatisticsCalendar SHANGHAI =
            new StatisticsCalendar(ZoneId.of("Asia/Shanghai"), Duration.ofMinutes(10));
    private static final Instant SETTLED = Instant.parse("2026-11-22T08:20:00Z");
    private static final Instant NOT_SETTLED = Instant.parse("2026-11-22T08:09:59Z");

    private static final Duration HOLD = Duration.ofHours(1);

    private static Moment moment(Instant instant) {
        return new Moment(instant, Duration.between(SETTLED, instant).toNanos());
    }

    private static Asked asked(StatisticInterval interval, StatisticsCalendar calendar, Instant at) {
        return new Asked(interval, calendar, moment(at), Optional.empty(), CalendarFit.UNKNOWN, true, HOLD);
    }

    private static BucketSelection hours(Instant askedAt, SessionStatistics... rows) {
        return BucketSelection.select(List.of(rows), asked(StatisticInterval.HOUR, SHANGHAI, askedAt));
    }

    private static BucketSelection after(LatestStatistics before, Instant askedAt, SessionStatistics... rows) {
        return BucketSelection.select(
                List.of(rows),
                new Asked(
                        StatisticInterval.HOUR,
                        SHANGHAI,
                        moment(askedAt),
                        Optional.of(before),
                        CalendarFit.UNKNOWN,
                        true,
                        HOLD));
    }

    private static LatestStatistics latest(Instant askedAt, SessionStatistics... rows) {
        BucketSelection selection = hours(askedAt, rows);
        return new LatestStatistics(moment(askedAt), "r", selection.open(), selection.closed());
    }

    private static Viewpoint view(Instant now) {
        return new Viewpoint(SHANGHAI.at(now, StatisticInterval.HOUR), moment(now), Duration.ofHours(2), false);
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
    void aRowSeenWhileTheBucketWasOpenHoldsAlsoWhenTheBucketHasSettled() {
        LatestStatistics before = latest(Instant.parse("2026-11-22T07:59:00Z"), hour("2026-11-22T07:00:00Z", 5));

        for (Instant askedAt : List.of(NOT_SETTLED, SETTLED)) {
            BucketSelection selection = after(before, askedAt);

            assertThat(sessions(selection.closed())).contains(5L);
            assertThat(selection.closed().confirmed()).contains(before.answered());
            assertThat(selection.anomalies()).isEqualTo(Map.of(RowAnomaly.MISSING, 1));
        }
    }

    @Test
    void anAnswerWithLessThanAnEarlierOneIsPartialUntilThatIsTooOld() {
        LatestStatistics before = latest(SETTLED.minusSeconds(60), hour("2026-11-22T08:00:00Z", 5));

        BucketSelection soon = after(before, SETTLED, hour("2026-11-22T08:00:00Z", 3));
        BucketSelection late = after(
                new LatestStatistics(moment(SETTLED.minusSeconds(4000)), "r", before.open(), before.closed()),
                SETTLED,
                hour("2026-11-22T08:00:00Z", 3));

        assertThat(sessions(soon.open())).contains(5L);
        assertThat(soon.open().confirmed()).contains(before.answered());
        assertThat(soon.anomalies()).isEqualTo(Map.of(RowAnomaly.SMALLER, 1));
        assertThat(sessions(late.open())).contains(3L);
        assertThat(late.open().confirmed()).isEmpty();
    }

    @Test
    void asManySessionsAsBeforeAreNoLessAndTheNewAnswerConfirmsThem() {
        LatestStatistics before = latest(SETTLED.minusSeconds(60), hour("2026-11-22T08:00:00Z", 5));

        BucketSelection same = after(before, SETTLED, hour("2026-11-22T08:00:00Z", 5));

        assertThat(same.anomalies()).isEmpty();
        assertThat(same.open().confirmed()).isEmpty();
    }

    @Test
    void whatWasSeenHoldsForAnHourToTheNanosecond() {
        LatestStatistics before = latest(SETTLED.minusSeconds(60), hour("2026-11-22T08:00:00Z", 5));
        LatestStatistics anHourAgo =
                new LatestStatistics(moment(SETTLED.minusSeconds(3600)), "r", before.open(), before.closed());

        assertThat(sessions(after(anHourAgo, SETTLED, hour("2026-11-22T08:00:00Z", 3))
                        .open()))
                .contains(5L);
        assertThat(sessions(after(anHourAgo, SETTLED.plusNanos(1), hour("2026-11-22T08:00:00Z", 3))
                        .open()))
                .contains(3L);
    }

    @Test
    void thatThereWasNoRowYetSaysNothingOfTheClosedBucket() {
        LatestStatistics before = latest(Instant.parse("2026-11-22T07:59:00Z"));

        BucketSelection selection = after(before, NOT_SETTLED);

        assertThat(sessions(before.open())).contains(0L);
        assertThat(sessions(selection.closed())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // a row off the borders of 07:00Z, 08:00Z and 09:00Z; what is then known of the two buckets
        "2026-11-22T08:00:30Z,  , 0", // of no calendar on Earth: it may be a part of the open bucket
        "2026-11-22T07:10:01Z,  ,  ", // of both
        "2026-11-22T08:15:00Z,  ,  ", // our calendar may be the wrong one
        "2026-11-22T06:30:00Z,  ,  ",
        "2026-11-22T06:00:00Z, 0, 0", // outside
        "2026-11-22T08:30:00Z, 0, 0", // not begun
        "2002-01-01T00:00:10Z, 0, 0",
    })
    void aRowThatFillsNoBucketIsOfNoWindowAndMayPutZerosInDoubt(Instant start, Long open, Long closed) {
        BucketSelection selection = hours(SETTLED, row(start, start.plusSeconds(3600), 2));

        assertThat(sessions(selection.open())).isEqualTo(Optional.ofNullable(open));
        assertThat(sessions(selection.closed())).isEqualTo(Optional.ofNullable(closed));
        assertThat(selection.anomalies())
                .isEqualTo(Map.of(open != null && closed != null ? RowAnomaly.OUTSIDE : RowAnomaly.MISALIGNED, 1));
    }

    @Test
    void aStrayRowDoesNotPutAKnownCalendarInDoubt() {
        Instant stray = Instant.parse("2026-11-22T08:15:00Z");
        Asked known = new Asked(
                StatisticInterval.HOUR, SHANGHAI, moment(SETTLED), Optional.empty(), CalendarFit.OURS, true, HOLD);

        BucketSelection selection = BucketSelection.select(List.of(row(stray, stray, 2)), known);

        assertThat(sessions(selection.open())).isEmpty();
        assertThat(sessions(selection.closed())).contains(0L);
    }

    @Test
    void inACalendarThatIsKnownToBeAnotherNoRowMeansNothing() {
        Asked other = new Asked(
                StatisticInterval.DAY,
                SHANGHAI,
                moment(SETTLED),
                Optional.empty(),
                CalendarFit.other(ZoneOffset.UTC),
                true,
                HOLD);

        BucketSelection selection = BucketSelection.select(List.of(), other);

        assertThat(sessions(selection.open())).isEmpty();
        assertThat(sessions(selection.closed())).isEmpty();
    }

    @Test
    void anOpenBucketLeftOutIsUnknownUntilTrroHasShownOne() {
        Asked never = new Asked(
                StatisticInterval.HOUR, SHANGHAI, moment(SETTLED), Optional.empty(), CalendarFit.OURS, false, HOLD);

        BucketSelection selection = BucketSelection.select(List.of(), never);

        assertThat(sessions(selection.open())).isEmpty();
        assertThat(selection.open().grounds()).isEqualTo(Grounds.OPEN_NEVER_SHOWN);
        assertThat(sessions(selection.closed())).contains(0L);
    }

    @Test
    void aHourDoesNotFillABucketThatAClockChangeMadeLonger() {
        StatisticsCalendar lordHowe = new StatisticsCalendar(ZoneId.of("Australia/Lord_Howe"), Duration.ofMinutes(10));
        Instant asked = Instant.parse("2026-04-04T15:50:00Z"); // the hour before began at 14:00Z and ended at 15:30Z

        BucketSelection selection = BucketSelection.select(
                List.of(hour("2026-04-04T14:00:00Z", 4)), asked(StatisticInterval.HOUR, lordHowe, asked));

        assertThat(sessions(selection.closed())).isEmpty();
        assertThat(selection.anomalies()).isEqualTo(Map.of(RowAnomaly.MISALIGNED, 1));
    }

    @Test
    void monthsInTheWrongZoneAreNotPublishedAsZero() {
        StatisticsCalendar utc = new StatisticsCalendar(ZoneId.of("UTC"), Duration.ofMinutes(10));
        Instant november = Instant.parse("2026-10-31T16:00:00Z"); // in Shanghai; 31 October in UTC

        BucketSelection selection = BucketSelection.select(
                List.of(row(november, november, 7)), asked(StatisticInterval.MONTH, utc, SETTLED));

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

        assertThat(latest.in(Window.CURRENT, view(now)).map(SessionStatistics::sessions))
                .isEqualTo(Optional.ofNullable(current));
        assertThat(latest.in(Window.PREVIOUS, view(now)).map(SessionStatistics::sessions))
                .isEqualTo(Optional.ofNullable(previous));
    }

    @Test
    void noRowInTheOpenBucketIsZeroNowButUnknownOnceTheBucketHasClosed() {
        LatestStatistics latest = latest(SETTLED);

        assertThat(latest.in(Window.CURRENT, view(SETTLED))).isPresent();
        assertThat(latest.in(Window.PREVIOUS, view(SETTLED.plus(Duration.ofHours(1)))))
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
