package trro.exporter.polling;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import trro.exporter.api.ApiException;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.api.TrroApi;
import trro.exporter.model.PollTarget;
import trro.exporter.model.PrintableText;
import trro.exporter.model.RowAnomaly;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.pacing.Permit;
import trro.exporter.snapshot.Failure;
import trro.exporter.snapshot.LatestStatistics;
import trro.exporter.snapshot.LatestStatistics.Figures;
import trro.exporter.snapshot.Snapshot;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.time.Moment;
import trro.exporter.time.TimeSource;

/** One poll of one target: asks TRRO, finds the rows that matter and stores what they say. Thread-safe. */
public final class StatisticsPoll {

    private static final Duration SHORTEST_HOLD = Duration.ofHours(1);

    private final TrroApi api;
    private final StatisticsCalendar configured;
    private final PollPace pace;
    private final SnapshotStore store;
    private final EndpointHabits habits;
    private final Consumer<Map<RowAnomaly, Integer>> onAnomalousRows;
    private final TimeSource time;
    private final StateChanges changes = new StateChanges();
    private boolean retired;

    /**
     * @param calendar the configured one
     * @param habits as polls of the same endpoint have shown them before
     * @param onAnomalousRows hears how many rows of an answer were odd in which way
     */
    public StatisticsPoll(
            TrroApi api,
            StatisticsCalendar calendar,
            PollPace pace,
            SnapshotStore store,
            EndpointHabits habits,
            Consumer<Map<RowAnomaly, Integer>> onAnomalousRows,
            TimeSource time) {
        this.api = api;
        configured = calendar;
        this.pace = pace;
        this.store = store;
        this.habits = habits;
        this.onAnomalousRows = onAnomalousRows;
        this.time = time;
    }

    /**
     * From now on no answer is stored: another calendar is in force, and answers that come yet were sorted by this one.
     */
    public synchronized void retire() {
        retired = true;
    }

    /**
     * Asks for {@code target} and stores the answer, or the failure.
     *
     * @return when to ask again
     * @throws ApiException after it was stored as the target's failure
     */
    NextPoll run(PollTarget target, Permit permit) throws ApiException, InterruptedException {
        try {
            Moment asked = Moment.now(time);
            Instant from = calendar().at(asked.instant(), target.interval()).previousStart();
            checkClock(asked.instant(), from);
            StatisticsAnswer answer = api.sessionStatistics(new StatisticsQuery(target, from, asked.instant()), permit);
            return store(target, asked, answer)
                    .map(latest -> next(target, asked.instant(), latest))
                    .orElse(NextPoll.after(Duration.ZERO));
        } catch (ApiException e) {
            fail(target, new Failure(time.now(), e.code(), String.valueOf(e.getMessage()), e.requestId()));
            throw e;
        } catch (RuntimeException | Error e) {
            fail(target, new Failure(time.now(), "Defect", PrintableText.of(e.toString()), Optional.empty()));
            throw e;
        }
    }

    /**
     * TRRO cannot be asked for what was before 1970, and need not be: it would refuse the call, if TLS did not fail
     * before.
     */
    private static void checkClock(Instant now, Instant from) throws ApiException {
        if (from.isBefore(Instant.EPOCH)) {
            String message = Failure.CLOCK_CODE + ": this machine's clock says " + now.truncatedTo(ChronoUnit.SECONDS)
                    + "; set the clock, for example with NTP";
            throw new ApiException(ApiException.Kind.UNAUTHORIZED, Failure.CLOCK_CODE, message, Optional.empty());
        }
    }

    private void fail(PollTarget target, Failure failure) {
        Snapshot before = store.current();
        store.failed(target, failure);
        changes.failed(target, failure, before);
    }

    /** Empty if the answer was not stored. One at a time, so that none is on its way when it retires. */
    private synchronized Optional<LatestStatistics> store(PollTarget target, Moment asked, StatisticsAnswer answer) {
        if (retired) {
            return Optional.empty();
        }
        Moment at = answer.earliest(asked);
        BucketSelection selection = select(target, at, answer.rows());
        Figures open = at.equals(asked) ? selection.open() : selection.open().saidAt(at);
        LatestStatistics latest = new LatestStatistics(Moment.now(time), answer.requestId(), open, selection.closed());
        Snapshot before = store.current();
        store.answered(target, latest);
        changes.answered(target, before);
        habits.learnOpenBuckets(target, selection.open()).forEach(store::openShown);
        if (!selection.anomalies().isEmpty()) {
            onAnomalousRows.accept(selection.anomalies());
        }
        return Optional.of(latest);
    }

    private BucketSelection select(PollTarget target, Moment at, List<SessionStatistics> rows) {
        StatisticInterval interval = target.interval();
        CalendarFit fit = habits.learn(target, at, rows, calendar());
        if (interval == StatisticInterval.HOUR && fit.other().isPresent()) {
            store.hoursOf(fit.other().get());
            habits.hoursAdopted();
            fit = CalendarFit.OURS;
        }
        return BucketSelection.select(
                rows,
                new BucketSelection.Asked(
                        interval, calendar(), at, store.latest(target), fit, habits.openShown(), hold(interval)));
    }

    /** The calendar in use: the configured one, but with TRRO's hours where they are known to be others. */
    public StatisticsCalendar calendar() {
        return configured.with(store.current().hours());
    }

    /** As long as a figure is shown by default: after that what TRRO says now counts, though it is less. */
    private Duration hold(StatisticInterval interval) {
        Duration polls = pace.pollInterval(interval).multipliedBy(3);
        return polls.compareTo(SHORTEST_HOLD) > 0 ? polls : SHORTEST_HOLD;
    }

    private NextPoll next(PollTarget target, Instant askedAt, LatestStatistics latest) {
        StatisticInterval interval = target.interval();
        return new NextPoll(
                calendar().untilNextPoll(interval, askedAt, pace.pollInterval(interval)),
                target.deviceId().flatMap(device -> closing(interval, latest, askedAt)));
    }

    /** The time until the first bucket that has sessions and is not settled yet will be; empty if there is none. */
    private Optional<Duration> closing(StatisticInterval interval, LatestStatistics latest, Instant askedAt) {
        StatisticsCalendar calendar = calendar();
        return Stream.of(latest.closed(), latest.open())
                .filter(Figures::anySessions)
                .map(bucket -> Duration.between(askedAt, calendar.settles(bucket.start(), interval)))
                .filter(span -> !span.isNegative() && !span.isZero())
                .findFirst();
    }
}
