package trro.exporter.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StatisticIntervalTest {

    @ParameterizedTest
    @CsvSource({
        // an ordinary moment
        "HOUR,  Asia/Shanghai,       2026-11-22T08:59:59Z, 2026-11-22T08:00:00Z, 2026-11-22T09:00:00Z, 2026-11-22T07:00:00Z",
        "DAY,   Asia/Shanghai,       2026-11-22T15:59:59Z, 2026-11-21T16:00:00Z, 2026-11-22T16:00:00Z, 2026-11-20T16:00:00Z",
        "DAY,   Asia/Shanghai,       2026-11-22T16:00:00Z, 2026-11-22T16:00:00Z, 2026-11-23T16:00:00Z, 2026-11-21T16:00:00Z",
        "MONTH, Asia/Shanghai,       2026-11-30T16:00:00Z, 2026-11-30T16:00:00Z, 2026-12-31T16:00:00Z, 2026-10-31T16:00:00Z",
        // the turn of the year, leap days, month ends
        "MONTH, UTC,                 2027-01-01T00:00:00Z, 2027-01-01T00:00:00Z, 2027-02-01T00:00:00Z, 2026-12-01T00:00:00Z",
        "MONTH, UTC,                 2028-02-29T12:00:00Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z, 2028-01-01T00:00:00Z",
        "MONTH, UTC,                 2026-03-31T23:59:59Z, 2026-03-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-02-01T00:00:00Z",
        "DAY,   UTC,                 2028-02-29T12:00:00Z, 2028-02-29T00:00:00Z, 2028-03-01T00:00:00Z, 2028-02-28T00:00:00Z",
        // half-hour zone
        "HOUR,  Asia/Kolkata,        2026-11-22T08:29:59Z, 2026-11-22T07:30:00Z, 2026-11-22T08:30:00Z, 2026-11-22T06:30:00Z",
        // Berlin: 23 hours on 29 March, 25 on 25 October
        "DAY,   Europe/Berlin,       2026-03-29T10:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z, 2026-03-27T23:00:00Z",
        "DAY,   Europe/Berlin,       2026-10-25T10:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z, 2026-10-23T22:00:00Z",
        "HOUR,  Europe/Berlin,       2026-10-25T00:30:00Z, 2026-10-25T00:00:00Z, 2026-10-25T01:00:00Z, 2026-10-24T23:00:00Z",
        "HOUR,  Europe/Berlin,       2026-10-25T01:30:00Z, 2026-10-25T01:00:00Z, 2026-10-25T02:00:00Z, 2026-10-25T00:00:00Z",
        // Lord Howe Island sets its clock back by half an hour: one bucket of an hour and a half
        "HOUR,  Australia/Lord_Howe, 2026-04-04T15:15:00Z, 2026-04-04T14:00:00Z, 2026-04-04T15:30:00Z, 2026-04-04T13:00:00Z",
        // Chatham's clock jumps from 02:45 to 03:45, over a full hour; its hours go on
        "HOUR,  Pacific/Chatham,     2026-09-26T14:00:00Z, 2026-09-26T13:15:00Z, 2026-09-26T14:15:00Z, 2026-09-26T12:15:00Z",
        // St John's was set back from 00:01 to 23:01: the day had begun
        "DAY,   America/St_Johns,    2010-11-07T03:00:00Z, 2010-11-07T02:30:00Z, 2010-11-08T03:30:00Z, 2010-11-06T02:30:00Z",
        // Beirut skips midnight, Samoa skipped a whole day
        "DAY,   Asia/Beirut,         2022-03-27T10:00:00Z, 2022-03-26T22:00:00Z, 2022-03-27T21:00:00Z, 2022-03-25T22:00:00Z",
        "DAY,   Pacific/Apia,        2011-12-30T09:59:59Z, 2011-12-29T10:00:00Z, 2011-12-30T10:00:00Z, 2011-12-28T10:00:00Z",
        "DAY,   Pacific/Apia,        2011-12-30T10:00:00Z, 2011-12-30T10:00:00Z, 2011-12-31T10:00:00Z, 2011-12-29T10:00:00Z",
    })
    void knowsTheBucketsAroundAMoment(
            StatisticInterval interval, ZoneId zone, Instant moment, Instant start, Instant next, Instant previous) {
        assertThat(interval.startOf(moment, zone)).isEqualTo(start);
        assertThat(interval.next(start, zone)).isEqualTo(next);
        assertThat(interval.previous(start, zone)).isEqualTo(previous);
    }

    @ParameterizedTest
    @EnumSource
    void bucketsLieSideBySideInEveryZone(StatisticInterval interval) {
        Random random = new Random(interval.label().hashCode());
        List<String> zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
        for (int i = 0; i < 20_000; i++) {
            ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
            Instant moment = Instant.ofEpochSecond(random.nextLong(4_000_000_000L));

            assertSideBySide(interval, moment, zone);
        }
    }

    @ParameterizedTest
    @EnumSource
    void bucketsLieSideBySideAroundEveryChangeOfEveryZone(StatisticInterval interval) {
        Instant last = Instant.parse("2033-01-01T00:00:00Z");
        Map<List<ZoneOffsetTransition>, ZoneId> zones = new HashMap<>(); // many change their clocks as another one does
        ZoneId.getAvailableZoneIds().stream()
                .map(ZoneId::of)
                .forEach(zone -> zones.put(changesUntil(last, zone), zone));
        zones.forEach((changes, zone) -> changes.stream().skip(1).forEach(change -> {
            assertSideBySide(interval, change.getInstant().minusNanos(1), zone);
            for (int minutes = -150; minutes <= 150; minutes += 5) {
                assertSideBySide(interval, change.getInstant().plusSeconds(minutes * 60L), zone);
            }
        }));
    }

    /** The zone's changes of the clock since 2010, and the one before them, which its buckets of that time may reach. */
    private static List<ZoneOffsetTransition> changesUntil(Instant last, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        return Stream.iterate(
                        rules.previousTransition(Instant.parse("2010-01-01T00:00:00Z")),
                        change -> change != null && change.getInstant().isBefore(last),
                        change -> rules.nextTransition(change.getInstant()))
                .toList();
    }

    private static void assertSideBySide(StatisticInterval interval, Instant moment, ZoneId zone) {
        Instant start = interval.startOf(moment, zone);
        Instant next = interval.next(start, zone);

        boolean holdsTheMoment = !start.isAfter(moment) && next.isAfter(moment);
        boolean startsAtItsStart = interval.startOf(start, zone).equals(start)
                && interval.startOf(next.minusNanos(1), zone).equals(start);
        boolean meetsTheNext = interval.startOf(next, zone).equals(next)
                && interval.previous(next, zone).equals(start);
        if (!holdsTheMoment || !startsAtItsStart || !meetsTheNext) { // millions of moments: no assertion for each
            fail("%s in %s: %s to %s, previous of that %s", moment, zone, start, next, interval.previous(next, zone));
        }
    }

    @Test
    void aBucketsHoldsEveryMomentUpToTheNextOne() {
        ZoneId zone = ZoneId.of("Asia/Shanghai");
        Buckets buckets = Buckets.at(Instant.parse("2026-11-22T08:20:00Z"), StatisticInterval.HOUR, zone);

        assertThat(buckets.start(Window.CURRENT)).isEqualTo("2026-11-22T08:00:00Z");
        assertThat(buckets.end(Window.CURRENT)).isEqualTo("2026-11-22T09:00:00Z");
        assertThat(buckets.start(Window.PREVIOUS)).isEqualTo("2026-11-22T07:00:00Z");
        assertThat(Duration.between(buckets.start(Window.PREVIOUS), buckets.end(Window.PREVIOUS)))
                .isEqualTo(Duration.ofHours(1));
    }
}
