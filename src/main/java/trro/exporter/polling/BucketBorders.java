package trro.exporter.polling;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.storage.StateReader;
import trro.exporter.storage.StateWriter;

/**
 * Learns from the rows of all targets where TRRO's hours, days and months begin, which it does not document.
 * Thread-safe.
 *
 * <p>One row says nothing: it may be garbage. Two that are of different buckets or targets do, if nine tenths of all
 * that were seen lately sit on the same borders. Rows that sit on no quarter of an hour are of no calendar on Earth and
 * do not count.
 */
final class BucketBorders {

    private static final int QUARTER_HOUR_SECONDS = 15 * 60;
    private static final int FEWEST_ROWS = 2;
    private static final int MOST_STARTS = 200;
    private static final int MOST_TARGETS_OF_A_START = 100;

    /** TRRO's own samples are at UTC+8, so that is tried first; then the offsets nearest to UTC. */
    private static final List<ZoneOffset> OFFSETS = Stream.concat(
                    Stream.of(ZoneOffset.ofHours(8)),
                    IntStream.rangeClosed(0, 14 * 4)
                            .flatMap(quarters -> IntStream.of(quarters, -quarters))
                            .mapToObj(quarters -> ZoneOffset.ofTotalSeconds(quarters * QUARTER_HOUR_SECONDS)))
            .toList();

    /** The starts of rows that were seen lately, each with the targets that had it. */
    private final Map<StatisticInterval, TreeMap<Instant, Set<PollTarget>>> seen =
            new EnumMap<>(StatisticInterval.class);

    private final Map<StatisticInterval, CalendarFit> fits = new EnumMap<>(StatisticInterval.class);
    private final Map<StatisticInterval, ZoneId> zones = new EnumMap<>(StatisticInterval.class); // of the fits

    static boolean onQuarterHour(Instant start) {
        return start.getEpochSecond() % QUARTER_HOUR_SECONDS == 0;
    }

    /**
     * Takes the rows of an answer into account.
     *
     * @param starts of the rows that are of the time that was asked for
     * @param from the start of that time; rows that ended before it are forgotten
     * @param zone whose calendar is in use
     */
    synchronized CalendarFit learn(PollTarget target, List<Instant> starts, Instant from, ZoneId zone) {
        StatisticInterval interval = target.interval();
        TreeMap<Instant, Set<PollTarget>> rows = seen.computeIfAbsent(interval, any -> new TreeMap<>());
        Map<Instant, Set<PollTarget>> old = rows.headMap(from.minus(interval.longest()));
        boolean changed = !zone.equals(zones.put(interval, zone));
        changed |= !old.isEmpty();
        old.clear();
        for (Instant start : starts) {
            changed |= onQuarterHour(start) && add(rows, start, target);
        }
        if (changed) {
            fits.put(interval, fit(rows, interval, zone));
        }
        CalendarFit own = fits.getOrDefault(interval, CalendarFit.UNKNOWN);
        return own.other().isPresent() || interval == StatisticInterval.HOUR ? own : ofOneZone(own);
    }

    /** Days and months are of one zone: where rows of the one show that it is another, the other is not ours either. */
    private CalendarFit ofOneZone(CalendarFit own) {
        return Stream.of(StatisticInterval.DAY, StatisticInterval.MONTH)
                .map(interval -> fits.getOrDefault(interval, CalendarFit.UNKNOWN))
                .filter(fit -> fit.other().isPresent())
                .findFirst()
                .orElse(own);
    }

    /** An offset from UTC on whose full hours the rows of hours begin, where those are not the zone's. */
    synchronized Optional<ZoneOffset> otherHours(ZoneId zone) {
        return fit(seen.getOrDefault(StatisticInterval.HOUR, new TreeMap<>()), StatisticInterval.HOUR, zone)
                .other();
    }

    synchronized void write(StateWriter out) {
        out.map(seen, out::constant, rows -> out.map(rows, out::instant, targets -> out.each(targets, out::target)));
    }

    /** The rows that were written, by interval and start. */
    static Map<StatisticInterval, Map<Instant, List<PollTarget>>> read(StateReader in) {
        return in.map(() -> in.constant(StatisticInterval.class), () -> in.map(in::instant, () -> in.each(in::target)));
    }

    /** A former process saw these rows. */
    synchronized void restore(Map<StatisticInterval, Map<Instant, List<PollTarget>>> former) {
        former.forEach((interval, rows) -> {
            TreeMap<Instant, Set<PollTarget>> all = seen.computeIfAbsent(interval, any -> new TreeMap<>());
            rows.forEach((start, targets) -> targets.forEach(target -> add(all, start, target)));
            zones.remove(interval); // so that the fit is found anew
        });
    }

    /** TRRO's borders are in use from now on. */
    synchronized void adopted(StatisticInterval interval) {
        fits.put(interval, CalendarFit.OURS);
    }

    private static boolean add(Map<Instant, Set<PollTarget>> rows, Instant start, PollTarget target) {
        if (rows.size() >= MOST_STARTS && !rows.containsKey(start)) {
            return false;
        }
        Set<PollTarget> targets = rows.computeIfAbsent(start, any -> new HashSet<>());
        return targets.size() < MOST_TARGETS_OF_A_START && targets.add(target);
    }

    private static CalendarFit fit(Map<Instant, Set<PollTarget>> rows, StatisticInterval interval, ZoneId zone) {
        int all = rows.values().stream().mapToInt(Set::size).sum();
        if (all < FEWEST_ROWS) {
            return CalendarFit.UNKNOWN;
        }
        if (fits(rows, all, interval, zone)) {
            return CalendarFit.OURS;
        }
        return OFFSETS.stream()
                .filter(offset -> fits(rows, all, interval, offset))
                .findFirst()
                .map(CalendarFit::other)
                .orElse(CalendarFit.UNKNOWN);
    }

    private static boolean fits(Map<Instant, Set<PollTarget>> rows, int all, StatisticInterval interval, ZoneId zone) {
        int fitting = rows.entrySet().stream()
                .filter(row -> interval.startOf(row.getKey(), zone).equals(row.getKey()))
                .mapToInt(row -> row.getValue().size())
                .sum();
        return fitting * 10L >= all * 9L;
    }
}
