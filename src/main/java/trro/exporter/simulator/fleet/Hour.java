package trro.exporter.simulator.fleet;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Set;
import trro.exporter.model.StatisticInterval;

/**
 * One hour of the fleet's local calendar, worked out once for all devices.
 *
 * @param start first second, Unix time
 * @param end first second after it, Unix time
 * @param ofDay 0 to 23, local
 * @param epochDay the local date, as days since 1970
 * @param weekend whether that date is a Saturday or Sunday
 */
record Hour(long start, long end, int ofDay, long epochDay, boolean weekend) {

    private static final Set<DayOfWeek> WEEKEND = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);

    static Hour startingAt(Instant start, ZoneId zone) {
        ZonedDateTime local = start.atZone(zone);
        return new Hour(
                start.getEpochSecond(),
                StatisticInterval.HOUR.next(start, zone).getEpochSecond(),
                local.getHour(),
                local.toLocalDate().toEpochDay(),
                WEEKEND.contains(local.getDayOfWeek()));
    }
}
