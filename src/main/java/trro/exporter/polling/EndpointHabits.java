package trro.exporter.polling;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.model.PollTarget;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.snapshot.LatestStatistics.Figures;
import trro.exporter.storage.StateReader;
import trro.exporter.storage.StateWriter;
import trro.exporter.time.Moment;

/**
 * The habits of an endpoint that TRRO's documents leave open, as all answers have shown them: its calendar, and whether
 * it shows open buckets. They outlive a configuration. Thread-safe.
 */
public final class EndpointHabits {

    private static final Logger logger = LoggerFactory.getLogger(EndpointHabits.class);

    private final BucketBorders borders = new BucketBorders();
    private final OpenBuckets openBuckets = new OpenBuckets();
    private final Set<List<?>> told = ConcurrentHashMap.newKeySet(); // zones and minutes, so that each is told once

    /**
     * An offset from UTC on whose full hours TRRO's hours begin, where rows have shown that they are not those of
     * {@code zone}.
     */
    public Optional<ZoneOffset> otherHours(ZoneId zone) {
        Optional<ZoneOffset> other = borders.otherHours(zone);
        other.ifPresent(offset -> tellOfHours(zone, offset));
        return other;
    }

    /**
     * Learns TRRO's calendar from the rows of an answer.
     *
     * @param calendar that is in use
     */
    CalendarFit learn(PollTarget target, Moment at, List<SessionStatistics> rows, StatisticsCalendar calendar) {
        StatisticInterval interval = target.interval();
        ZoneId zone = calendar.zone(interval);
        Instant from = calendar.at(at.instant(), interval).previousStart();
        List<Instant> starts = rows.stream()
                .map(SessionStatistics::start)
                .filter(start -> !start.isAfter(at.instant()) && interval.endsAfter(start, from, zone))
                .toList();
        CalendarFit fit = borders.learn(target, starts, from, zone);
        fit.other().ifPresent(other -> {
            if (interval == StatisticInterval.HOUR) {
                tellOfHours(calendar.zone(), other);
            } else {
                tellOfZone(interval, calendar.zone(), other);
            }
        });
        return fit;
    }

    /** TRRO's hours are those of the calendar in use from now on. */
    void hoursAdopted() {
        borders.adopted(StatisticInterval.HOUR);
    }

    /** Whether TRRO is known to show open buckets. */
    boolean openShown() {
        return openBuckets.shown();
    }

    /**
     * Learns from a stored answer whether TRRO shows open buckets.
     *
     * @return targets of which it is known by now that they had no session in their open bucket
     */
    List<PollTarget> learnOpenBuckets(PollTarget target, Figures open) {
        return switch (open.grounds()) {
            case REPORTED -> openBuckets.show();
            case OPEN_NEVER_SHOWN -> openBuckets.await(target) ? List.of() : List.of(target); // learnt meanwhile
            case LEFT_OUT, UNKNOWN -> List.of();
        };
    }

    /** TRRO's days or months begin on the borders of {@code fitting}. */
    private void tellOfZone(StatisticInterval interval, ZoneId configured, ZoneOffset fitting) {
        if (told.add(List.of(configured, fitting))) {
            logger.atWarn()
                    .addKeyValue("interval", interval.label())
                    .addKeyValue("time_zone", configured)
                    .addKeyValue("fitting_zone", fitting.getId())
                    .log("rows do not start on the borders of time_zone, so their figures are not shown;"
                            + " set time_zone to the fitting zone");
        }
    }

    /** TRRO's hours begin on the full hours of {@code hours}, and are shown so. */
    private void tellOfHours(ZoneId configured, ZoneOffset hours) {
        int minute = Math.floorMod(-hours.getTotalSeconds() / 60, 60);
        if (told.add(List.of(minute))) {
            logger.atWarn()
                    .addKeyValue("time_zone", configured)
                    .addKeyValue("hours_begin_at_minute", minute)
                    .log("TRRO's hours do not begin with those of time_zone; they are shown as TRRO has them,"
                            + " see trro_interval_start_timestamp_seconds");
        }
    }

    public void write(StateWriter out) {
        borders.write(out);
        openBuckets.write(out);
    }

    /** Reads what was written, for one that learns already. */
    public static Consumer<EndpointHabits> read(StateReader in) {
        Map<StatisticInterval, Map<Instant, List<PollTarget>>> rows = BucketBorders.read(in);
        boolean shown = in.truth();
        List<PollTarget> waited = in.each(in::target);
        return habits -> {
            habits.borders.restore(rows);
            habits.openBuckets.restore(shown, waited);
        };
    }
}
