package trro.exporter.polling;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.model.StatisticInterval;

/**
 * Tells the operator where TRRO's calendar is not that of {@code time_zone}: once for each pair of zones.
 * Thread-safe.
 */
final class CalendarNews {

    private static final Logger logger = LoggerFactory.getLogger(CalendarNews.class);

    private final Set<List<ZoneId>> named = new HashSet<>();
    private final Set<Integer> minutesNamed = new HashSet<>();

    /** TRRO's days or months begin on the borders of {@code fitting}. */
    synchronized void otherZone(StatisticInterval interval, ZoneId configured, ZoneOffset fitting) {
        if (named.add(List.of(configured, fitting))) {
            logger.atWarn()
                    .addKeyValue("interval", interval.label())
                    .addKeyValue("time_zone", configured)
                    .addKeyValue("fitting_zone", fitting.getId())
                    .log("rows do not start on the borders of time_zone, so their figures are not shown;"
                            + " set time_zone to the fitting zone");
        }
    }

    /** TRRO's hours begin on the full hours of {@code hours}, and are shown so. */
    synchronized void otherHours(ZoneId configured, ZoneOffset hours) {
        int minute = Math.floorMod(-hours.getTotalSeconds() / 60, 60);
        if (minutesNamed.add(minute)) {
            logger.atWarn()
                    .addKeyValue("time_zone", configured)
                    .addKeyValue("hours_begin_at_minute", minute)
                    .log("TRRO's hours do not begin with those of time_zone; they are shown as TRRO has them,"
                            + " see trro_interval_start_timestamp_seconds");
        }
    }
}
