package trro.exporter.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.polling.PolledPage.device;
import static trro.exporter.polling.PolledPage.project;
import static trro.exporter.polling.PolledPage.row;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.api.ApiException;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.model.PollTarget;
import trro.exporter.model.RowAnomaly;
import trro.exporter.model.StatisticInterval;
import trro.exporter.model.Window;

/** Which figures a scrape shows after answers that are odd, late or partial, and under clocks that are wrong. */
class PublishedFiguresTest {

    private static final String SHANGHAI = "Asia/Shanghai";
    private static final Instant NOVEMBER = Instant.parse("2026-10-31T16:00:00Z");
    private static final PollTarget HOUR = project(StatisticInterval.HOUR);
    private static final PollTarget DAY = project(StatisticInterval.DAY);

    private static PolledPage shanghai(String now) {
        return new PolledPage(SHANGHAI, now).thatShowsOpenBuckets(NOVEMBER);
    }

    private static void assertShown(
            PolledPage page, PollTarget target, @Nullable Long current, @Nullable Long previous) {
        assertThat(page.sessions(target, Window.CURRENT)).as("current").isEqualTo(Optional.ofNullable(current));
        assertThat(page.sessions(target, Window.PREVIOUS)).as("previous").isEqualTo(Optional.ofNullable(previous));
    }

    @ParameterizedTest
    @CsvSource({
        "Asia/Kolkata, 08:45", // UTC+05:30
        "Asia/Kathmandu, 08:45", // +05:45
        "Pacific/Chatham, 08:20", // +13:45 in summer
        "America/St_Johns, 08:45", // -03:30
        "Australia/Lord_Howe, 08:45", // +11:00 in summer, as in UTC
        "Asia/Shanghai, 08:45",
        "UTC, 08:45",
    })
    void hoursOfTrroAreShownAsTrroHasThemWhateverTheMinutesOfTimeZone(String zone, String now) {
        PolledPage page = new PolledPage(zone, "2026-11-22T" + now + ":00Z");

        page.answer(HOUR, row("2026-11-22T08:00:00Z", 4), row("2026-11-22T07:00:00Z", 2));

        assertShown(page, HOUR, 4L, 2L);
        assertThat(page.start(StatisticInterval.HOUR, Window.PREVIOUS)).isEqualTo("2026-11-22T07:00:00Z");
        assertThat(page.end(StatisticInterval.HOUR, Window.PREVIOUS)).isEqualTo("2026-11-22T08:00:00Z");
        assertThat(page.end(StatisticInterval.HOUR, Window.CURRENT)).isEqualTo("2026-11-22T09:00:00Z");
    }

    @Test
    void hoursAtOtherMinutesThanTheWholeOnesAreLearntToo() {
        PolledPage page = shanghai("2026-11-22T08:45:00Z");

        page.answer(device("d1", StatisticInterval.HOUR), row("2026-11-22T08:30:00Z", 4));
        assertShown(page, device("d1", StatisticInterval.HOUR), null, null);
        page.answer(device("d2", StatisticInterval.HOUR), row("2026-11-22T08:30:00Z", 3));

        assertShown(page, device("d2", StatisticInterval.HOUR), 3L, 0L);
        assertThat(page.start(StatisticInterval.HOUR, Window.CURRENT)).isEqualTo("2026-11-22T08:30:00Z");
    }

    @Test
    void oneRowMovesNoHourHoweverOftenItComes() {
        PolledPage page = shanghai("2026-11-22T08:45:00Z");

        for (int i = 0; i < 5; i++) {
            page.answer(HOUR, row("2026-11-22T08:30:00Z", 4));
            page.time.advance(Duration.ofMinutes(1));
        }

        assertShown(page, HOUR, null, null);
        assertThat(page.start(StatisticInterval.HOUR, Window.CURRENT)).isEqualTo("2026-11-22T08:00:00Z");
        assertThat(page.anomalies).isEqualTo(Map.of(RowAnomaly.MISALIGNED, 5));
    }

    @Test
    void rowsOnOurBordersOutweighAStrayOne() {
        PolledPage page = shanghai("2026-11-22T08:45:00Z");
        page.answer(HOUR, row("2026-11-22T08:00:00Z", 4), row("2026-11-22T07:00:00Z", 2));

        page.answer(device("d1", StatisticInterval.HOUR), row("2026-11-22T08:30:00Z", 4));
        page.answer(HOUR, row("2026-11-22T08:00:00Z", 4), row("2026-11-22T07:00:00Z", 2));

        assertShown(page, HOUR, 4L, 2L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kolkata", "Asia/Kathmandu", "America/St_Johns"})
    void daysAndMonthsOfAnotherZoneAreShownInNoWindow(String zone) {
        PolledPage page = new PolledPage(zone, "2026-11-22T21:00:00Z");

        page.answer(DAY, row("2026-11-22T16:00:00Z", 4), row("2026-11-21T16:00:00Z", 2));
        page.answer(project(StatisticInterval.MONTH), row(NOVEMBER, 40), row("2026-09-30T16:00:00Z", 20));
        page.answer(device("d1", StatisticInterval.DAY));

        assertShown(page, DAY, null, null);
        assertShown(page, project(StatisticInterval.MONTH), null, null);
        assertShown(page, device("d1", StatisticInterval.DAY), null, null);
    }

    @Test
    void aStrayRowLeavesTheOthersAsTheyAre() {
        PolledPage page = shanghai("2026-11-22T08:20:00Z");

        page.answer(HOUR, row("2002-01-01T00:00:10Z", 9), row("2026-11-22T08:00:00Z", 4));

        assertShown(page, HOUR, 4L, 0L);
        assertThat(page.anomalies).isEqualTo(Map.of(RowAnomaly.OUTSIDE, 1));
    }

    @ParameterizedTest
    @CsvSource({"1970-01-01T00:00:00Z", "2026-11-22T05:30:00Z", "2026-11-22T08:30:01Z", "2026-11-23T08:15:00Z"})
    void rowsOfAnotherTimeAreCountedAndSayNothing(String stray) {
        PolledPage page = shanghai("2026-11-22T08:20:00Z");

        page.answer(HOUR, row("2026-11-22T08:00:00Z", 4), row(stray, 9), row(stray, 8));
        page.answer(device("d1", StatisticInterval.HOUR), row(stray, 9));

        assertShown(page, HOUR, 4L, 0L);
        assertShown(page, device("d1", StatisticInterval.HOUR), 0L, 0L);
        assertThat(page.anomalies).isEqualTo(Map.of(RowAnomaly.OUTSIDE, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-22T09:50:00Z", "2026-11-22T09:00:00Z", "2026-11-22T09:59:59Z"})
    void aClockThatIsSetAheadClosesNothing(String wrong) {
        PolledPage page = shanghai("2026-11-22T08:50:00Z");
        page.answer(HOUR, row("2026-11-22T08:00:00Z", 4), row("2026-11-22T07:00:00Z", 2));

        page.time.setWallClock(Instant.parse(wrong));
        assertShown(page, HOUR, null, null);
        page.refuse(HOUR, "AuthFailure.SignatureExpire");
        assertShown(page, HOUR, null, null);
    }

    @Test
    void whileTrroRefusesOurClockNothingBecomesComplete() {
        PolledPage page = shanghai("2026-11-22T08:50:00Z");
        page.answer(HOUR, row("2026-11-22T08:00:00Z", 4));
        page.refuse(HOUR, "AuthFailure.SignatureExpire");

        page.passUntil("2026-11-22T09:05:00Z");
        assertShown(page, HOUR, null, null);

        page.answer(device("d1", StatisticInterval.HOUR));
        assertShown(page, HOUR, null, 4L);
    }

    @Test
    void aClockThatIsAheadAndAcceptedClosesAnHourWhenTheServersDateDoes() {
        PolledPage page = shanghai("2026-11-22T09:02:00Z"); // three minutes ahead
        Instant date = Instant.parse("2026-11-22T08:59:00Z");

        page.answer(HOUR, new StatisticsAnswer("r", List.of(row("2026-11-22T08:00:00Z", 4)), Optional.of(date)));

        assertShown(page, HOUR, null, null);
        page.time.advance(Duration.ofMinutes(1));
        assertShown(page, HOUR, null, 4L);
    }

    @Test
    void aClockAtTheBeginningOfItsTimeIsAWrongClockAndNoDefect() {
        for (String now : List.of("1970-01-01T00:00:10Z", "1970-01-31T15:59:59Z", "1969-12-31T23:00:00Z")) {
            PolledPage page = new PolledPage(SHANGHAI, now);

            ApiException refusal = page.refuse(project(StatisticInterval.MONTH), "unused");

            assertThat(refusal)
                    .hasMessageContaining("this machine's clock says " + now)
                    .hasMessageContaining("set the");
            assertThat(refusal.code()).isEqualTo("AuthFailure.SignatureExpire");
        }
    }

    @Test
    void anExpiredFigureDoesNotComeBackWithANewAge() {
        PolledPage page = shanghai("2026-11-22T08:05:00Z");
        page.answer(HOUR, row("2026-11-22T08:00:00Z", 5));

        page.passUntil("2026-11-22T09:06:00Z");
        page.answer(HOUR);
        assertShown(page, HOUR, 0L, null);
        page.passUntil("2026-11-22T09:20:00Z");
        page.answer(HOUR);
        assertShown(page, HOUR, 0L, null);
    }

    @Test
    void aDayIsNotCompleteAsItStoodLongBeforeItsEnd() {
        PolledPage page = shanghai("2026-11-28T01:00:00Z");
        page.answer(DAY, row("2026-11-27T16:00:00Z", 5));

        page.passUntil("2026-11-28T16:03:00Z");
        page.answer(DAY);

        assertShown(page, DAY, 0L, null);
    }

    @Test
    void anAnswerWithoutARowThatAnEarlierOneHadIsPartial() {
        PolledPage page = shanghai("2026-11-22T08:30:00Z");
        page.answer(HOUR, row("2026-11-22T08:00:00Z", 5), row("2026-11-22T07:00:00Z", 7));

        page.passUntil("2026-11-22T08:31:00Z");
        page.answer(HOUR);
        assertShown(page, HOUR, 5L, 7L);
        assertThat(page.anomalies).isEqualTo(Map.of(RowAnomaly.MISSING, 2));

        page.passUntil("2026-11-22T09:20:00Z");
        page.answer(HOUR, row("2026-11-22T09:00:00Z", 1));
        assertShown(page, HOUR, 1L, 5L);

        page.passUntil("2026-11-22T09:30:01Z"); // it was last said an hour ago
        page.answer(HOUR, row("2026-11-22T09:00:00Z", 1));
        assertShown(page, HOUR, 1L, null);
    }

    @ParameterizedTest
    @CsvSource({"3, 5", "5, 3"})
    void aPartialRowUndoesNothingInEitherOrder(long first, long second) {
        PolledPage page = shanghai("2026-11-22T08:30:00Z");
        page.answer(HOUR, row("2026-11-22T08:00:00Z", first));
        page.time.advance(Duration.ofMinutes(1));
        page.answer(HOUR, row("2026-11-22T08:00:00Z", second));

        assertShown(page, HOUR, 5L, 0L);
    }

    @Test
    void noRowInTheOpenHourIsNotZeroUntilTrroHasShownOne() {
        PolledPage page = new PolledPage(SHANGHAI, "2026-11-22T08:30:00Z");

        page.answer(HOUR, row("2026-11-22T07:00:00Z", 7));
        page.answer(device("d1", StatisticInterval.HOUR));
        assertShown(page, HOUR, null, 7L);
        assertShown(page, device("d1", StatisticInterval.HOUR), null, 0L);

        page.answer(project(StatisticInterval.MONTH), row(NOVEMBER, 9));
        assertShown(page, HOUR, 0L, 7L); // which was sure all along
        assertShown(page, device("d1", StatisticInterval.HOUR), 0L, 0L);
        page.answer(device("d2", StatisticInterval.DAY));
        assertShown(page, device("d2", StatisticInterval.DAY), 0L, 0L);
    }
}
