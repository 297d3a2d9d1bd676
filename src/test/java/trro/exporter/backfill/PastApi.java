package trro.exporter.backfill;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import trro.exporter.api.ApiException;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.model.PollTarget;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.pacing.Permit;
import trro.exporter.support.Samples;
import trro.exporter.support.StatisticsOnly;

/** An API that knows a made-up past, and limits ranges in one way or another. Its calendar is java.time's alone. */
final class PastApi implements StatisticsOnly {

    /** The treatment of a range. */
    enum Habit {
        TELLS_ALL,
        REFUSES_OVER_THREE_DAYS,
        TELLS_THE_FIRST_THREE_DAYS,
        TELLS_THE_LAST_THREE_DAYS,
        TELLS_FORTY_ROWS,
        FAILS_EVERY_TENTH_TIME
    }

    private static final Duration THREE_DAYS = Duration.ofDays(3);

    private final ZoneId zone;
    private final Habit habit;
    private final List<StatisticsQuery> queries = new ArrayList<>();
    private final List<StatisticsQuery> answered = new ArrayList<>();
    private boolean remembers = true;
    private int lastCall = Integer.MAX_VALUE;

    PastApi(ZoneId zone, Habit habit) {
        this.zone = zone;
        this.habit = habit;
    }

    /** The process dies with this call. */
    PastApi dyingAt(int call) {
        lastCall = call;
        return this;
    }

    /** Calls are not remembered. */
    PastApi forgetting() {
        remembers = false;
        return this;
    }

    List<StatisticsQuery> queries() {
        return queries;
    }

    List<StatisticsQuery> answered() {
        return answered;
    }

    /** Sessions of a bucket: projects have more of them, and many nights have none. */
    static long sessions(PollTarget target, Instant start) {
        String name = target.projectId()
                + target.deviceId().orElse("")
                + target.interval().label();
        long mixed = (name.hashCode() * 31L + start.getEpochSecond() / 1800) * 2654435761L;
        long number = Math.floorMod(mixed >> 7, 1000L);
        long quiet = target.deviceId().isPresent() ? 700 : 250;
        return number < quiet ? 0 : number - quiet + 1;
    }

    @Override
    public StatisticsAnswer sessionStatistics(StatisticsQuery query, Permit permit) throws ApiException {
        permit.sent();
        if (remembers) {
            queries.add(query);
        }
        if (queries.size() >= lastCall) {
            throw new IllegalStateException("killed");
        }
        Duration range = Duration.between(query.from(), query.to());
        boolean isLong = range.compareTo(THREE_DAYS) > 0 && query.target().interval() == StatisticInterval.HOUR;
        if (habit == Habit.REFUSES_OVER_THREE_DAYS && isLong) {
            throw new ApiException(
                    ApiException.Kind.INVALID_REQUEST, "InvalidParameterValue", "too long", Optional.empty());
        }
        if (habit == Habit.FAILS_EVERY_TENTH_TIME && queries.size() % 10 == 0) {
            throw new ApiException(ApiException.Kind.SERVER, "InternalError", "the tenth", Optional.empty());
        }
        if (remembers) {
            answered.add(query);
        }
        List<SessionStatistics> rows = rows(query);
        boolean isLimited =
                isLong || (habit == Habit.TELLS_FORTY_ROWS && query.target().interval() == StatisticInterval.HOUR);
        return new StatisticsAnswer("r", isLimited ? limited(rows, query) : rows);
    }

    private List<SessionStatistics> limited(List<SessionStatistics> rows, StatisticsQuery query) {
        return switch (habit) {
            case TELLS_ALL, REFUSES_OVER_THREE_DAYS, FAILS_EVERY_TENTH_TIME -> rows;
            case TELLS_THE_FIRST_THREE_DAYS ->
                rows.stream()
                        .filter(row -> row.start().isBefore(query.from().plus(THREE_DAYS)))
                        .toList();
            case TELLS_THE_LAST_THREE_DAYS ->
                rows.stream()
                        .filter(row -> !row.start().isBefore(query.to().minus(THREE_DAYS)))
                        .toList();
            case TELLS_FORTY_ROWS -> rows.stream().limit(40).toList();
        };
    }

    private List<SessionStatistics> rows(StatisticsQuery query) {
        List<SessionStatistics> rows = new ArrayList<>();
        StatisticInterval interval = query.target().interval();
        for (Instant start = start(interval, query.from(), zone); !start.isAfter(query.to()); ) {
            Instant next = next(interval, start, zone);
            long sessions = sessions(query.target(), start);
            if (sessions > 0) {
                rows.add(Samples.statistics(
                        start, next, sessions, Duration.ofMinutes(3 * sessions), sessions % 101 / 100.0, 1, 2));
            }
            start = next;
        }
        return rows;
    }

    /** The start of the bucket that a moment is in. */
    static Instant start(StatisticInterval interval, Instant moment, ZoneId zone) {
        LocalDate date = moment.atZone(zone).toLocalDate();
        return switch (interval) {
            case HOUR -> moment.truncatedTo(ChronoUnit.HOURS);
            case DAY -> date.atStartOfDay(zone).toInstant();
            case MONTH -> date.withDayOfMonth(1).atStartOfDay(zone).toInstant();
        };
    }

    /** The start of the bucket after the one that starts at a moment. */
    static Instant next(StatisticInterval interval, Instant start, ZoneId zone) {
        ZonedDateTime local = start.atZone(zone);
        return switch (interval) {
            case HOUR -> start.plus(1, ChronoUnit.HOURS);
            case DAY -> local.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
            case MONTH -> local.toLocalDate().plusMonths(1).atStartOfDay(zone).toInstant();
        };
    }
}
