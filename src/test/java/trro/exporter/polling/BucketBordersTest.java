package trro.exporter.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.polling.PolledPage.device;
import static trro.exporter.polling.PolledPage.project;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import trro.exporter.model.StatisticInterval;

/** The point at which rows outweigh the calendar, what is forgotten, and how much is remembered. */
class BucketBordersTest {

    private static final ZoneId UTC = ZoneOffset.UTC;
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-11-22T00:00:00Z");
    private static final Instant EARLIER = Instant.parse("2026-10-01T00:00:00Z");

    private final BucketBorders borders = new BucketBorders();

    private CalendarFit hours(String deviceId, Instant from, Instant... starts) {
        return borders.learn(device(deviceId, StatisticInterval.HOUR), List.of(starts), from, UTC);
    }

    private CalendarFit days(Instant... starts) {
        return borders.learn(project(StatisticInterval.DAY), List.of(starts), EARLIER, UTC);
    }

    private CalendarFit months(Instant... starts) {
        return borders.learn(project(StatisticInterval.MONTH), List.of(starts), EARLIER, UTC);
    }

    private static Instant halfPast(int hour) {
        return NOON.minus(Duration.ofHours(hour)).minus(Duration.ofMinutes(30));
    }

    @Test
    void nineTenthsOfTheRowsDecideAndLessDoNot() {
        Instant[] nine =
                IntStream.range(0, 9).mapToObj(BucketBordersTest::halfPast).toArray(Instant[]::new);

        assertThat(hours("d", EARLIER, nine).other()).hasValue(ZoneOffset.ofHoursMinutes(0, 30));
        assertThat(hours("d", EARLIER, NOON).other()).hasValue(ZoneOffset.ofHoursMinutes(0, 30));
        assertThat(hours("d", EARLIER, NOON.plusSeconds(3600))).isEqualTo(CalendarFit.UNKNOWN);
    }

    @Test
    void rowsThatEndedBeforeTheTimeAskedForAreForgotten() {
        hours("d", EARLIER, halfPast(30), halfPast(31), halfPast(32));
        assertThat(hours("d", EARLIER).other()).isPresent();

        assertThat(hours("d", NOON)).isEqualTo(CalendarFit.UNKNOWN);
        assertThat(hours("d", NOON, NOON, NOON.plusSeconds(3600))).isEqualTo(CalendarFit.OURS);
    }

    @Test
    void daysOfAnotherZonePutMonthsInDoubtAndHoursNot() {
        Instant day = MIDNIGHT.plus(Duration.ofHours(16));
        assertThat(months(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-10-01T00:00:00Z")))
                .isEqualTo(CalendarFit.OURS);

        CalendarFit other = days(day, day.minus(Duration.ofDays(1)));
        assertThat(other.other()).hasValue(ZoneOffset.ofHours(8));

        assertThat(months()).isEqualTo(other);
        assertThat(hours("d", EARLIER, NOON, NOON.plusSeconds(3600))).isEqualTo(CalendarFit.OURS);
    }

    @Test
    void ofADayThatFitsNothingIsSaidOfMonths() {
        assertThat(days(MIDNIGHT, MIDNIGHT.minus(Duration.ofDays(1)))).isEqualTo(CalendarFit.OURS);

        assertThat(months()).isEqualTo(CalendarFit.UNKNOWN);
    }

    @Test
    void adoptedHoursAreOurs() {
        hours("d", EARLIER, halfPast(1), halfPast(2));

        borders.adopted(StatisticInterval.HOUR);

        assertThat(hours("d", EARLIER)).isEqualTo(CalendarFit.OURS);
    }

    @Test
    void aHundredTargetsOfAStartAndTwoHundredStartsAreEnough() {
        for (int i = 0; i < 200; i++) {
            hours("device-" + i, EARLIER, NOON); // of which a hundred are remembered
        }
        for (int i = 0; i < 12; i++) {
            hours("device-" + i, EARLIER, halfPast(3));
        }
        assertThat(hours("d", EARLIER)).as("100 of 112 rows").isEqualTo(CalendarFit.UNKNOWN);

        Instant[] many = IntStream.range(0, 400)
                .mapToObj(hour -> NOON.plus(Duration.ofHours(hour + 1L)))
                .toArray(Instant[]::new);
        hours("d", EARLIER, many); // of which 198 are remembered
        for (int i = 0; i < 21; i++) {
            hours("other-" + i, EARLIER, halfPast(3));
        }
        assertThat(hours("d", EARLIER)).as("298 of 331 rows").isEqualTo(CalendarFit.OURS);
        for (int i = 21; i < 23; i++) {
            hours("other-" + i, EARLIER, halfPast(3));
        }
        assertThat(hours("d", EARLIER)).as("298 of 333 rows").isEqualTo(CalendarFit.UNKNOWN);
    }
}
