package trro.exporter.model;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The three spans over which TRRO sums session figures, and the calendar of their buckets.
 *
 * <p>Buckets are half-open, lie side by side without gaps, and follow the local calendar of a zone, so a day with a
 * daylight-saving change has 23 or 25 hours.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/1252/68095">DescribeSessionStatisticsByInterval</a>
 */
public enum StatisticInterval {
    HOUR("hour") {
        @Override
        public Instant startOf(Instant instant, ZoneId zone) {
            ZoneRules rules = zone.getRules();
            Instant start = fullHour(instant, rules.getOffset(instant));
            ZoneOffsetTransition change = rules.previousTransition(instant.plusNanos(1));
            // A change by less than an hour moves the borders: until the next one, the last one before it holds.
            return change == null || !start.isBefore(change.getInstant()) || onSameBorders(change)
                    ? start
                    : fullHour(change.getInstant().minusNanos(1), change.getOffsetBefore());
        }

        @Override
        public Instant next(Instant start, ZoneId zone) {
            Instant next = startOf(start.plus(1, ChronoUnit.HOURS), zone);
            return next.isAfter(start) ? next : startOf(start.plus(2, ChronoUnit.HOURS), zone);
        }
    },
    DAY("day") {
        @Override
        public Instant startOf(Instant instant, ZoneId zone) {
            LocalDate date = instant.atZone(zone).toLocalDate();
            return latest(instant, midnight(date, zone), midnight(date.plusDays(1), zone));
        }

        @Override
        public Instant next(Instant start, ZoneId zone) {
            return midnight(start.atZone(zone).toLocalDate().plusDays(1), zone);
        }
    },
    MONTH("month") {
        @Override
        public Instant startOf(Instant instant, ZoneId zone) {
            LocalDate first = instant.atZone(zone).toLocalDate().withDayOfMonth(1);
            return latest(instant, midnight(first, zone), midnight(first.plusMonths(1), zone));
        }

        @Override
        public Instant next(Instant start, ZoneId zone) {
            return midnight(start.atZone(zone).toLocalDate().withDayOfMonth(1).plusMonths(1), zone);
        }
    };

    private final String label;

    StatisticInterval(String label) {
        this.label = label;
    }

    /** TRRO's word for it, which is also the value of the {@code interval} label and the key in the configuration. */
    public String label() {
        return label;
    }

    /** The start of the bucket that contains {@code instant}. */
    public abstract Instant startOf(Instant instant, ZoneId zone);

    /** The end of the bucket that begins at {@code start}, which is the start of the one after it. */
    public abstract Instant next(Instant start, ZoneId zone);

    /** The span of its longest bucket, save for the hours that a change of a clock adds. */
    public Duration longest() {
        return switch (this) {
            case HOUR -> Duration.ofHours(1);
            case DAY -> Duration.ofDays(1);
            case MONTH -> Duration.ofDays(31);
        };
    }

    /**
     * Whether a row that starts at {@code start}, on a border of the zone or not, may be of a time after {@code
     * moment}.
     */
    public boolean endsAfter(Instant start, Instant moment, ZoneId zone) {
        Instant end = startOf(start, zone).equals(start) ? next(start, zone) : start.plus(longest());
        return end.isAfter(moment);
    }

    /** The start of the bucket before the one that begins at {@code start}. */
    public Instant previous(Instant start, ZoneId zone) {
        return startOf(start.minusNanos(1), zone);
    }

    private static Instant fullHour(Instant instant, ZoneOffset offset) {
        return instant.atOffset(offset).truncatedTo(ChronoUnit.HOURS).toInstant();
    }

    private static boolean onSameBorders(ZoneOffsetTransition change) {
        return change.getDuration().toMinutesPart() == 0 && change.getDuration().toSecondsPart() == 0;
    }

    /** Where a clock is set back over midnight, the old date comes again for a while and belongs to the new one. */
    private static Instant latest(Instant instant, Instant start, Instant next) {
        return next.isAfter(instant) ? start : next;
    }

    private static Instant midnight(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toInstant();
    }
}
