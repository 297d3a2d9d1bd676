package trro.exporter.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and numbers as people read them. */
final class Words {

    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Words() {}

    static String moment(Instant instant) {
        return UTC.format(instant);
    }

    /** The two largest units that matter: {@code 12 s}, {@code 4 min}, {@code 2 h 5 min}, {@code 3 d 4 h}. */
    static String span(Duration span) {
        if (span.compareTo(Duration.ofMinutes(1)) < 0) {
            return Math.max(0, span.toSeconds()) + " s";
        }
        if (span.compareTo(Duration.ofHours(1)) < 0) {
            return span.toMinutes() + " min";
        }
        return span.compareTo(Duration.ofDays(1)) < 0
                ? two(span.toHours(), "h", span.toMinutesPart(), "min")
                : two(span.toDays(), "d", span.toHoursPart(), "h");
    }

    private static String two(long large, String largeUnit, int small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** At most so many characters, without cutting one of two halves in the middle. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "…";
    }
}
