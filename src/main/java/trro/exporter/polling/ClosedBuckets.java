package trro.exporter.polling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import trro.exporter.model.PollTarget;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.snapshot.LatestStatistics.Figures;
import trro.exporter.time.Moment;

/**
 * Which row of a wide range is of which closed bucket, by the rules of a poll: each bucket is chosen as if it had been
 * asked for alone, at the end of the time in which it was the previous one.
 */
public final class ClosedBuckets {

    /**
     * The word of an answer about a range of buckets; one that is in neither list had no sessions.
     *
     * @param rows the reported ones
     * @param unknown the starts of those of which no row came, where it is not known whether that means anything
     */
    public record Told(List<SessionStatistics> rows, List<Instant> unknown) {}

    private final StatisticInterval interval;
    private final StatisticsCalendar calendar;
    private final CalendarFit fit;

    private ClosedBuckets(StatisticInterval interval, StatisticsCalendar calendar, CalendarFit fit) {
        this.interval = interval;
        this.calendar = calendar;
        this.fit = fit;
    }

    /**
     * Learns TRRO's calendar of an interval, as polling does.
     *
     * @param starts of rows, by the target that had them
     */
    public static ClosedBuckets learn(
            StatisticInterval interval,
            StatisticsCalendar configured,
            Map<PollTarget, ? extends Collection<Instant>> starts) {
        BucketBorders borders = new BucketBorders();
        CalendarFit fit = CalendarFit.UNKNOWN;
        Optional<Instant> first =
                starts.values().stream().flatMap(Collection::stream).min(Instant::compareTo);
        for (Map.Entry<PollTarget, ? extends Collection<Instant>> one : starts.entrySet()) {
            fit = borders.learn(
                    one.getKey(), List.copyOf(one.getValue()), first.orElse(Instant.EPOCH), configured.zone(interval));
        }
        return interval == StatisticInterval.HOUR && fit.other().isPresent()
                ? new ClosedBuckets(interval, configured.with(fit.other()), CalendarFit.OURS)
                : new ClosedBuckets(interval, configured, fit);
    }

    /** The calendar of the interval's buckets. */
    public StatisticsCalendar calendar() {
        return calendar;
    }

    /** Whether rows sit on the borders of another zone, so that no figure can be shown. */
    public boolean isOfOtherZone() {
        return fit.other().isPresent();
    }

    /** Every bucket from the one that starts at {@code from} to the one that ends at {@code to}. */
    public Told select(Collection<SessionStatistics> rows, Instant from, Instant to) {
        TreeMap<Instant, List<SessionStatistics>> byStart = new TreeMap<>();
        rows.forEach(row ->
                byStart.computeIfAbsent(row.start(), any -> new ArrayList<>()).add(row));
        Told told = new Told(new ArrayList<>(), new ArrayList<>());
        Instant start = from;
        while (start.isBefore(to)) {
            Instant end = interval.next(start, calendar.zone(interval));
            Figures figures = closed(byStart, start, end);
            if (figures.reported()) {
                figures.statistics().ifPresent(told.rows()::add);
            } else if (figures.statistics().isEmpty()) {
                told.unknown().add(start);
            }
            start = end;
        }
        return told;
    }

    private Figures closed(NavigableMap<Instant, List<SessionStatistics>> byStart, Instant start, Instant end) {
        Instant at = interval.next(end, calendar.zone(interval)).minusSeconds(1);
        List<SessionStatistics> near =
                byStart.subMap(start.minus(interval.longest()), false, at, true).values().stream()
                        .flatMap(List::stream)
                        .toList();
        return BucketSelection.select(
                        near,
                        new BucketSelection.Asked(
                                interval, calendar, new Moment(at, 0), Optional.empty(), fit, true, Duration.ZERO))
                .closed();
    }
}
