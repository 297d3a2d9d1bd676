package trro.exporter.status;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and numbers as people read them. */
final class DisplayText {

    private static final DateTimeFormatter SECONDS = utc("yyyy-MM-dd HH:mm:ss 'UTC'");
    private static final DateTimeFormatter MILLIS = utc("yyyy-MM-dd HH:mm:ss.SSS 'UTC'");

    private DisplayText() {}

    /** A value by its kind: a time, a span, a rate or a number; whatever else as it is. */
    static String of(Object value) {
        if (value instanceof Instant instant) {
            return moment(instant);
        }
        if (value instanceof Duration span) {
            return span(span);
        }
        if (value instanceof Double perSecond) {
            return rate(perSecond);
        }
        return value instanceof Number number ? count(number.longValue()) : String.valueOf(value);
    }

    private static DateTimeFormatter utc(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    static String moment(Instant instant) {
        return SECONDS.format(instant);
    }

    /** To the millisecond, to tell calls apart. */
    static String preciseMoment(Instant instant) {
        return MILLIS.format(instant);
    }

    /** The two largest units that matter: {@code 12 s}, {@code 4 min 5 s}, {@code 2 h}, {@code 3 d 4 h}. */
    static String span(Duration span) {
        if (span.compareTo(Duration.ofMinutes(1)) < 0) {
            return Math.max(0, span.toSeconds()) + " s";
        }
        if (span.compareTo(Duration.ofHours(1)) < 0) {
            return two(span.toMinutes(), "min", span.toSecondsPart(), "s");
        }
        return span.compareTo(Duration.ofDays(1)) < 0
                ? two(span.toHours(), "h", span.toMinutesPart(), "min")
                : two(span.toDays(), "d", span.toHoursPart(), "h");
    }

    /** Calls in a second, to a tenth; to a hundredth where there is less than one. */
    static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 1 ? "%.2f" : "%.1f", perSecond);
    }

    private static String two(long large, String largeUnit, int small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
