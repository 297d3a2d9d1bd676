package trro.exporter.polling;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import trro.exporter.model.PollTarget;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.snapshot.LatestStatistics.Figures;
import trro.exporter.snapshot.LatestStatistics.Grounds;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.time.Moment;

/**
 * Learns from all answers of an account what TRRO's documents leave open: its calendar, and whether it shows open
 * buckets.
 */
final class ApiHabits {

    private final StatisticsCalendar configured;
    private final SnapshotStore store;
    private final RowBorders borders;
    private final CalendarNews news;
    private final OpenBuckets openBuckets;

    /** @param learnt what answers have shown so far */
    ApiHabits(StatisticsCalendar configured, SnapshotStore store, StatisticsPoll.Learnt learnt) {
        this.configured = configured;
        this.store = store;
        borders = learnt.borders;
        news = learnt.news;
        openBuckets = learnt.openBuckets;
    }

    /** The calendar in use: the configured one, but with TRRO's hours where they are known to be others. */
    StatisticsCalendar calendar() {
        return configured.with(store.current().hours());
    }

    /**
     * Learns TRRO's calendar from the rows of an answer.
     *
     * @return what is known beside these rows
     */
    BucketSelection.Asked learn(PollTarget target, Moment at, List<SessionStatistics> rows, Duration hold) {
        CalendarFit fit = fit(target, at, rows);
        if (fit.other().isPresent()) {
            ZoneOffset other = fit.other().get();
            if (target.interval() == StatisticInterval.HOUR) {
                news.otherHours(configured.zone(), other);
                store.hoursOf(other);
                borders.adopted(StatisticInterval.HOUR);
                fit = CalendarFit.OURS;
            } else {
                news.otherZone(target.interval(), configured.zone(), other);
            }
        }
        return new BucketSelection.Asked(
                target.interval(), calendar(), at, store.latest(target), fit, openBuckets.shown(), hold);
    }

    private CalendarFit fit(PollTarget target, Moment at, List<SessionStatistics> rows) {
        StatisticInterval interval = target.interval();
        StatisticsCalendar calendar = calendar();
        ZoneId zone = calendar.zone(interval);
        Instant from = calendar.at(at.instant(), interval).previousStart();
        List<Instant> starts = rows.stream()
                .map(SessionStatistics::start)
                .filter(start -> !start.isAfter(at.instant()) && interval.endsAfter(start, from, zone))
                .toList();
        return borders.learn(target, starts, from, zone);
    }

    /** Learns from a stored answer whether TRRO shows open buckets. */
    void learnOpenBuckets(PollTarget target, Figures open) {
        if (open.grounds() == Grounds.REPORTED) {
            openBuckets.show().forEach(store::openShown);
        } else if (open.grounds() == Grounds.OPEN_NEVER_SHOWN && !openBuckets.await(target)) {
            store.openShown(target); // learnt while this answer was read
        }
    }
}
