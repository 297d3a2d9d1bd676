package trro.exporter.polling;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import trro.exporter.model.Buckets;
import trro.exporter.model.StatisticInterval;

/**
 * When buckets begin, end and are settled.
 *
 * @param zone whose local calendar cuts hours, days and months
 * @param settleTime how long after a bucket closed TRRO may still change it, 0 or more
 * @param hours on whose full hours TRRO's hours begin, where those are not the zone's
 */
public record StatisticsCalendar(ZoneId zone, Duration settleTime, Optional<? extends ZoneId> hours) {

    public StatisticsCalendar(ZoneId zone, Duration settleTime) {
        this(zone, settleTime, Optional.empty());
    }

    /** The same with these hours. */
    public StatisticsCalendar with(Optional<? extends ZoneId> otherHours) {
        return new StatisticsCalendar(zone, settleTime, otherHours);
    }

    /** The zone that cuts the buckets of an interval. */
    public ZoneId zone(StatisticInterval interval) {
        return interval == StatisticInterval.HOUR && hours.isPresent() ? hours.get() : zone;
    }

    public Buckets at(Instant moment, StatisticInterval interval) {
        return Buckets.at(moment, interval, zone(interval));
    }

    /** Whether the previous bucket's figures are final at {@code moment}. */
    boolean settled(Buckets buckets, Instant moment) {
        return !moment.isBefore(buckets.currentStart().plus(settleTime));
    }

    /** When the bucket that contains {@code moment} is settled. */
    Instant settles(Instant moment, StatisticInterval interval) {
        return at(moment, interval).currentEnd().plus(settleTime);
    }

    /** The wait after a good answer at {@code askedAt}: the poll interval, or less to see a bucket settled. */
    Duration untilNextPoll(StatisticInterval interval, Instant askedAt, Duration pollInterval) {
        Buckets buckets = at(askedAt, interval);
        Instant border = settled(buckets, askedAt) ? buckets.currentEnd() : buckets.currentStart();
        Duration untilSettled = Duration.between(askedAt, border.plus(settleTime));
        return untilSettled.compareTo(pollInterval) < 0 ? untilSettled : pollInterval;
    }
}
