package trro.exporter.polling;

import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The degree to which rows have shown that TRRO's buckets of an interval are those of our calendar.
 *
 * @param known whether there were rows enough to say
 * @param other the offset from UTC on whose borders they sit, where those are not ours
 */
record CalendarFit(boolean known, Optional<ZoneOffset> other) {

    static final CalendarFit UNKNOWN = new CalendarFit(false, Optional.empty());
    static final CalendarFit OURS = new CalendarFit(true, Optional.empty());

    static CalendarFit other(ZoneOffset offset) {
        return new CalendarFit(true, Optional.of(offset));
    }
}
