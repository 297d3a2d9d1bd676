package trro.exporter.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.support.Samples.hour;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ApiException;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.model.PollTarget;
import trro.exporter.model.RowAnomaly;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.pacing.PacedLoop;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.snapshot.Failure;
import trro.exporter.snapshot.LatestStatistics;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.support.FakeTime;
import trro.exporter.support.FakeTrroApi;

class PollerTest {

    private static final Map<StatisticInterval, Duration> POLL_INTERVALS =
            Map.of(StatisticInterval.HOUR, Duration.ofMinutes(1));
    private static final PollTarget PROJECT = PollTarget.ofProject("p", StatisticInterval.HOUR);
    private static final PollTarget DEVICE = PollTarget.ofDevice("p", "d", StatisticInterval.HOUR);

    private final FakeTime time = new FakeTime("2026-11-22T08:20:00Z");
    private final FakeTrroApi api = new FakeTrroApi();
    private final Map<RowAnomaly, Integer> oddRows = new HashMap<>();
    private final SnapshotStore store = new SnapshotStore(List.of(PROJECT, DEVICE));
    private final RateLimiter limiter = new RateLimiter(20, time);
    private int defects;
    private Runnable onDefect = () -> defects++;
    private Executor workers = Runnable::run;
    private Duration answerTime = Duration.ofMillis(50);

    private PacedLoop runFor(Duration span) {
        return runFor(span, limiter);
    }

    private PacedLoop runFor(Duration span, RateLimiter limiter) {
        PollQueue queue = new PollQueue(
                List.of(PROJECT, DEVICE), new PollPace(POLL_INTERVALS, POLL_INTERVALS), 20, 8, time.nanoTime());
        StatisticsCalendar calendar = new StatisticsCalendar(ZoneId.of("Asia/Shanghai"), Duration.ofMinutes(10));
        StatisticsPoll poll = new StatisticsPoll(
                api,
                calendar,
                new PollPace(POLL_INTERVALS, POLL_INTERVALS),
                store,
                new EndpointHabits(),
                rows -> rows.forEach((kind, count) -> oddRows.merge(kind, count, Integer::sum)),
                time);
        PacedLoop poller = new PacedLoop(new Poller(queue, poll, time), limiter, workers, () -> onDefect.run(), time);
        time.endAfter(span);
        poller.run();
        assertThat(Thread.interrupted())
                .as("leaves the interrupt for its caller")
                .isTrue();
        return poller;
    }

    @Test
    void asksForTheBucketBeforeTheOpenOneUpToNow() {
        runFor(Duration.ofSeconds(2));

        assertThat(api.queries()).hasSize(2).allSatisfy(query -> {
            assertThat(query.from()).isEqualTo("2026-11-22T07:00:00Z");
            assertThat(query.to()).isBetween("2026-11-22T08:20:00Z", "2026-11-22T08:20:02Z");
        });
    }

    @Test
    void storesFiguresAndAsksAgainEveryPollInterval() {
        api.answer(query -> new StatisticsAnswer("r-7", List.of(hour("2026-11-22T08:00:00Z", 4))));

        runFor(Duration.ofMinutes(10).plusSeconds(5));

        LatestStatistics latest = store.latest(DEVICE).orElseThrow();
        assertThat(latest.requestId()).isEqualTo("r-7");
        assertThat(latest.open().statistics().map(SessionStatistics::sessions)).contains(4L);
        assertThat(api.queries().stream().filter(query -> query.target().equals(DEVICE)))
                .hasSize(11);
    }

    @Test
    void asksAgainSoonAfterAFailureAndKeepsTheFigures() {
        api.answer(query -> new StatisticsAnswer("r", List.of(hour("2026-11-22T08:00:00Z", 4))));
        runFor(Duration.ofSeconds(2));

        api.fail(ApiException.Kind.SERVER, "InternalError");
        runFor(Duration.ofSeconds(4));

        Failure failure = store.current().state(DEVICE).orElseThrow().failure().orElseThrow();
        assertThat(failure.code()).isEqualTo("InternalError");
        assertThat(failure.message()).isEqualTo("InternalError from the script");
        assertThat(failure.requestId()).contains("request-2");
        assertThat(store.latest(DEVICE)).isPresent();
    }

    @Test
    void slowsDownWhenThrottledAndRetriesThroughTheSameBudget() {
        api.fail(ApiException.Kind.THROTTLED, "RequestLimitExceeded");

        runFor(Duration.ofSeconds(30));

        assertThat(limiter.requestsPerSecond()).isLessThan(10);
        assertThat(api.queries()).hasSizeBetween(5, 20);
    }

    @Test
    void survivesADefectAndCountsIt() {
        api.answer(query -> {
            if (query.target().equals(DEVICE)) {
                throw new IllegalStateException("a bug");
            }
            return new StatisticsAnswer("r", List.of());
        });

        PacedLoop poller = runFor(Duration.ofMinutes(3));

        assertThat(defects).isGreaterThan(2);
        assertThat(store.latest(PROJECT)).isPresent();
        assertThat(store.current()
                        .state(DEVICE)
                        .orElseThrow()
                        .failure()
                        .orElseThrow()
                        .code())
                .isEqualTo("Defect");
        assertThat(poller.sinceLastBeat()).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void survivesThatThereIsNoThreadToBeHadForAWhile() {
        List<Runnable> refused = new ArrayList<>();
        workers = task -> {
            if (refused.size() < 3) {
                refused.add(task);
                throw new RejectedExecutionException("no thread");
            }
            task.run();
        };

        runFor(Duration.ofMinutes(1));

        assertThat(defects).isEqualTo(3);
        assertThat(store.latest(PROJECT)).isPresent();
        assertThat(store.latest(DEVICE)).isPresent();
    }

    @Test
    void tellsWhenItsHeartStopped() {
        PacedLoop poller = runFor(Duration.ofSeconds(2));

        time.advance(Duration.ofMinutes(1));

        assertThat(poller.sinceLastBeat()).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void countsOddRows() {
        api.answer(query ->
                new StatisticsAnswer("r", List.of(hour("2026-11-22T08:00:00Z", 4), hour("2026-11-22T08:00:00Z", 1))));

        runFor(Duration.ofSeconds(2));

        assertThat(oddRows).isEqualTo(Map.of(RowAnomaly.REPEATED, 2));
    }

    @Test
    void aCallThatAWorkerBeginsLateIsCountedFromThen() throws InterruptedException {
        workers = task -> {
            time.advance(Duration.ofMillis(400)); // a pause between grant and send
            task.run();
        };

        assertThat(nextStartAfterTheSecondCall()).isGreaterThanOrEqualTo(Duration.ofMillis(1030));
    }

    @Test
    void aCallThatWaitedForItsKeyIsCountedFromWhenItIsSent() throws InterruptedException {
        api.prepare(() -> time.advance(Duration.ofMillis(400)));

        assertThat(nextStartAfterTheSecondCall()).isGreaterThanOrEqualTo(Duration.ofMillis(1030));
    }

    @Test
    void aCallThatIsAnsweredAtOnceHasArrived() throws InterruptedException {
        answerTime = Duration.ofMillis(7);

        assertThat(nextStartAfterTheSecondCall()).isEqualTo(Duration.ofMillis(1007));
    }

    /** How long after the second call was sent another may start, at one a second; the first is counted from its end anyway. */
    private Duration nextStartAfterTheSecondCall() throws InterruptedException {
        RateLimiter one = new RateLimiter(1, time);
        List<Long> sentNanos = new ArrayList<>();
        api.answer(query -> {
            sentNanos.add(time.nanoTime());
            time.advance(answerTime);
            return new StatisticsAnswer("r", List.of());
        });
        runFor(Duration.ofSeconds(3), one);
        assertThat(sentNanos).hasSize(2);
        time.endAfter(Duration.ofDays(1));
        return Duration.ofNanos(one.acquire().grantedNanos() - sentNanos.get(1));
    }

    @Test
    void theFirstCallIsCountedFromItsEndSinceItArrivesLate() {
        List<Duration> sentAt = new ArrayList<>();
        api.answer(query -> {
            sentAt.add(Duration.ofNanos(time.nanoTime()));
            if (sentAt.size() == 1) {
                time.advance(Duration.ofMillis(700)); // loads code and opens TLS, then arrives
            }
            return new StatisticsAnswer("r", List.of());
        });

        runFor(Duration.ofMinutes(2), new RateLimiter(2, time));

        Duration firstArrival = sentAt.get(0).plusMillis(700);
        assertThat(sentAt.get(2).minus(firstArrival)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aCallThatNeverEndsIsSeen() {
        workers = task -> {};

        PacedLoop poller = runFor(Duration.ofMinutes(5));

        assertThat(poller.oldestCall()).isGreaterThan(Duration.ofMinutes(4));
        assertThat(poller.sinceLastBeat()).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aDefectWhileADefectIsCountedDoesNotKeepTheTargetUnderWayForEver() {
        api.answer(query -> {
            throw new IllegalStateException("a bug");
        });
        onDefect = () -> {
            throw new IllegalStateException("another bug");
        };
        workers = task -> {
            try {
                task.run();
            } catch (IllegalStateException e) { // ends a worker's thread, which its pool replaces
                assertThat(e).hasMessage("another bug");
            }
        };

        runFor(Duration.ofMinutes(1));

        assertThat(api.queries()).hasSizeGreaterThan(5);
    }

    @Test
    void slowAnswersCostNoPace() {
        List<Runnable> underWay = new ArrayList<>();
        workers = underWay::add; // nothing is answered while the loop goes on

        runFor(Duration.ofSeconds(4));

        assertThat(underWay).hasSize(2);
    }
}
