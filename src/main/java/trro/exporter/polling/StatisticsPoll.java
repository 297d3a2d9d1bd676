package trro.exporter.polling;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.api.ApiException;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.api.TrroApi;
import trro.exporter.model.PollTarget;
import trro.exporter.model.RowAnomaly;
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

    private static final Logger logger = LoggerFactory.getLogger(StatisticsPoll.class);

    private final TrroApi api;
    private final StatisticsCalendar calendar;
    private final PollPace pace;
    private final SnapshotStore store;
    private final PollListener listener;
    private final TimeSource time;
    private final StateChanges changes = new StateChanges();
    private final Set<StatisticInterval> misalignmentLogged = ConcurrentHashMap.newKeySet();

    public StatisticsPoll(
            TrroApi api,
            StatisticsCalendar calendar,
            PollPace pace,
            SnapshotStore store,
            PollListener listener,
            TimeSource time) {
        this.api = api;
        this.calendar = calendar;
        this.pace = pace;
        this.store = store;
        this.listener = listener;
        this.time = time;
    }

    /**
     * Asks for {@code target} and stores the answer, or the failure.
     *
     * @return when to ask again
     * @throws ApiException after it was stored as the target's failure
     */
    NextPoll run(PollTarget target, Permit permit) throws ApiException, InterruptedException {
        try {
            Instant askedAt = time.now();
            Instant from = calendar.at(askedAt, target.interval()).previousStart();
            StatisticsAnswer answer = api.sessionStatistics(new StatisticsQuery(target, from, askedAt), permit);
            return next(target, askedAt, store(target, askedAt, answer));
        } catch (ApiException e) {
            fail(target, new Failure(time.now(), e.code(), String.valueOf(e.getMessage()), e.requestId()));
            throw e;
        } catch (RuntimeException | Error e) {
            fail(target, new Failure(time.now(), "Defect", e.toString(), Optional.empty()));
            throw e;
        }
    }

    private void fail(PollTarget target, Failure failure) {
        Snapshot before = store.current();
        store.failed(target, failure);
        changes.failed(target, failure, before);
    }

    private LatestStatistics store(PollTarget target, Instant askedAt, StatisticsAnswer answer) {
        BucketSelection selection =
                BucketSelection.select(answer.rows(), target.interval(), calendar, askedAt, store.latest(target));
        Snapshot before = store.current();
        LatestStatistics latest =
                new LatestStatistics(Moment.now(time), answer.requestId(), selection.open(), selection.closed());
        store.answered(target, latest);
        changes.answered(target, before);
        report(target, selection);
        return latest;
    }

    private NextPoll next(PollTarget target, Instant askedAt, LatestStatistics latest) {
        StatisticInterval interval = target.interval();
        return new NextPoll(
                calendar.untilNextPoll(interval, askedAt, pace.pollInterval(interval)),
                target.deviceId().flatMap(device -> closing(interval, latest, askedAt)));
    }

    /** How long until the first bucket that has sessions and is not settled yet will be; empty if there is none. */
    private Optional<Duration> closing(StatisticInterval interval, LatestStatistics latest, Instant askedAt) {
        return Stream.of(latest.closed(), latest.open())
                .filter(Figures::anySessions)
                .map(bucket -> Duration.between(askedAt, calendar.settles(bucket.start(), interval)))
                .filter(span -> !span.isNegative() && !span.isZero())
                .findFirst();
    }

    private void report(PollTarget target, BucketSelection selection) {
        Map<RowAnomaly, Integer> anomalies = selection.anomalies();
        if (!anomalies.isEmpty()) {
            listener.anomalousRows(anomalies);
        }
        if (anomalies.containsKey(RowAnomaly.MISALIGNED) && misalignmentLogged.add(target.interval())) {
            logger.atWarn()
                    .addKeyValue("project_id", target.projectId())
                    .addKeyValue("device_id", target.deviceId().orElse(""))
                    .addKeyValue("interval", target.interval().label())
                    .addKeyValue("time_zone", calendar.zone())
                    .addKeyValue(
                            "fitting_zone",
                            selection.fittingOffset().map(ZoneOffset::getId).orElse("none"))
                    .log("rows do not start on the borders of time_zone; set time_zone to the fitting zone");
        }
    }
}
