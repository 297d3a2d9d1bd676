package trro.exporter.polling;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import trro.exporter.api.ApiException;
import trro.exporter.api.RecentSessions;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.model.Buckets;
import trro.exporter.model.PollTarget;
import trro.exporter.model.RowAnomaly;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.pacing.Permit;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.plan.FreshnessPlan;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.support.Samples;
import trro.exporter.support.StatisticsOnly;
import trro.exporter.support.SteppingTime;
import trro.exporter.time.Moment;

/**
 * Polls a large fleet in virtual time with the real limiter, queue, selection and store; only the threads are left out, so that
 * days pass in seconds and every run is the same.
 */
public final class FleetSimulation {

    static final Instant START = Instant.parse("2026-11-22T16:00:00Z");
    static final StatisticsCalendar CALENDAR =
            new StatisticsCalendar(ZoneId.of("Asia/Shanghai"), Duration.ofMinutes(10));
    public static final PollPace PACE = new PollPace(
            Map.of(
                    StatisticInterval.HOUR, Duration.ofMinutes(1),
                    StatisticInterval.DAY, Duration.ofMinutes(10),
                    StatisticInterval.MONTH, Duration.ofHours(1)),
            Map.of(
                    StatisticInterval.HOUR, Duration.ofMinutes(30),
                    StatisticInterval.DAY, Duration.ofMinutes(30),
                    StatisticInterval.MONTH, Duration.ofMinutes(90)));

    private static final int MOST_IN_FLIGHT = 128;
    private static final long LIST_EVERY_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long RECENT_SECONDS = Duration.ofHours(2).toSeconds();

    /** Hears of every answer. */
    interface Witness {
        /**
         * A target was answered.
         *
         * @param takenNanos when it was asked
         */
        void answered(PollTarget target, long takenNanos, long nowNanos);
    }

    /**
     * A call that fails.
     *
     * @param after how long it takes
     */
    record Fault(ApiException.Kind kind, Duration after) {}

    /** A call under way; without an answer it fails. */
    private record Pending(
            PollTarget target, Optional<NextPoll> next, ApiException.Kind failure, Permit permit, long atNanos) {}

    private final SteppingTime time = new SteppingTime(START);
    private final Random random = new Random(7);
    private final SimulatedActivity activity;
    private final int projects;
    private final Map<String, Integer> deviceNumbers = new HashMap<>();
    private final List<PollTarget> targets = new ArrayList<>();
    private final PriorityQueue<Pending> pending =
            new PriorityQueue<>((a, b) -> Long.compare(a.atNanos(), b.atNanos()));
    private final SnapshotStore store;
    private final RateLimiter limiter;
    private final PollQueue queue;
    private final StatisticsPoll poll;
    private long nextListNanos;
    private int nextProject;
    private IntPredicate listed = device -> true;
    private boolean listAnswers = true;
    private Function<PollTarget, Optional<Fault>> faults = target -> Optional.empty();

    FleetSimulation(SimulatedActivity activity, int projects, int devices, int requestsPerSecond) {
        this.activity = activity;
        this.projects = projects;
        for (int project = 0; project < projects; project++) {
            for (StatisticInterval interval : StatisticInterval.values()) {
                targets.add(PollTarget.ofProject("p" + project, interval));
            }
        }
        addDevices(0, devices);
        store = new SnapshotStore(targets);
        limiter = new RateLimiter(requestsPerSecond, time);
        queue = new PollQueue(
                targets, PACE, RateLimiter.highestPace(requestsPerSecond), MOST_IN_FLIGHT, time.nanoTime());
        poll = new StatisticsPoll(
                new Api(), CALENDAR, PACE, store, new EndpointHabits(), FleetSimulation::noneIsOdd, time);
    }

    /** The promised age of figures by an interval, whether devices have sessions or not. */
    static Duration slowestAge(FreshnessPlan plan, StatisticInterval interval) {
        return Stream.of(plan.projectAges(), plan.activeAges(), plan.idleAges())
                .map(ages -> ages.getOrDefault(interval, Duration.ZERO))
                .max(Duration::compareTo)
                .orElseThrow();
    }

    private void addDevices(int from, int to) {
        for (int device = from; device < to; device++) {
            deviceNumbers.put("d" + device, device);
            for (StatisticInterval interval : StatisticInterval.values()) {
                targets.add(PollTarget.ofDevice("p" + device % projects, "d" + device, interval));
            }
        }
    }

    SteppingTime time() {
        return time;
    }

    PollQueue queue() {
        return queue;
    }

    int device(PollTarget target) {
        return target.deviceId().map(deviceNumbers::get).orElse(-1);
    }

    /** The list of recent sessions names these devices alone from now on, whoever had a session. */
    void listOnly(IntPredicate devices) {
        listed = devices;
    }

    void listFails() {
        listAnswers = false;
    }

    /** Calls fail so from now on. */
    void fails(Function<PollTarget, Optional<Fault>> how) {
        faults = how;
    }

    /** Devices of these numbers are found now. */
    void grow(int from, int to) {
        addDevices(from, to);
        store.retarget(targets);
        queue.retarget(targets, time.nanoTime());
    }

    /** Only devices below this number are left. */
    void keepOnly(int devices) {
        targets.removeIf(target -> device(target) >= devices);
        store.retarget(targets);
        queue.retarget(targets, time.nanoTime());
    }

    /** Polls until so many seconds after the start. */
    void runUntil(double second, Witness witness) throws InterruptedException {
        while (time.seconds() < second) {
            deliver(witness);
            askWhoHasSessions();
            long idleNanos = queue.nanosUntilDue(time.nanoTime());
            if (idleNanos > 0) {
                time.sleep(Duration.ofNanos(
                        Math.min(idleNanos, Duration.ofMillis(20).toNanos())));
                continue;
            }
            Permit permit = limiter.acquire();
            deliver(witness);
            Optional<PollTarget> target = queue.take(permit.grantedNanos());
            if (target.isPresent()) {
                ask(target.get(), permit);
            } else {
                permit.ended();
            }
        }
    }

    private void ask(PollTarget target, Permit permit) throws InterruptedException {
        try {
            NextPoll next = poll.run(target, permit);
            long latencyNanos = Duration.ofMillis(30 + random.nextInt(200)).toNanos();
            pending.add(new Pending(
                    target, Optional.of(next), ApiException.Kind.SERVER, permit, time.nanoTime() + latencyNanos));
        } catch (ApiException e) {
            long latencyNanos = faults.apply(target).orElseThrow().after().toNanos();
            pending.add(new Pending(target, Optional.empty(), e.kind(), permit, time.nanoTime() + latencyNanos));
        }
    }

    private void deliver(Witness witness) {
        while (!pending.isEmpty() && pending.peek().atNanos() <= time.nanoTime()) {
            Pending call = pending.remove();
            call.permit().ended();
            if (call.next().isEmpty()) {
                queue.failed(call.target(), call.atNanos(), call.failure());
                continue;
            }
            queue.answered(call.target(), call.atNanos(), call.next().get());
            witness.answered(call.target(), call.permit().grantedNanos(), call.atNanos());
        }
    }

    /** Each project's list in turn, each once in ten seconds. */
    private void askWhoHasSessions() {
        if (time.nanoTime() < nextListNanos) {
            return;
        }
        nextListNanos += LIST_EVERY_NANOS / projects;
        int project = nextProject++ % projects;
        if (!listAnswers) {
            queue.recentSessionsUnknown("p" + project);
            return;
        }
        long second = (long) time.seconds();
        Map<String, Instant> updates = new HashMap<>();
        for (int device = project; device < deviceNumbers.size(); device += projects) {
            long update = activity.latestUpdate(device, second);
            if (update >= 0 && update > second - RECENT_SECONDS && listed.test(device)) {
                updates.put("d" + device, START.plusSeconds(update));
            }
        }
        queue.recentSessions(new RecentSessions("p" + project, updates, Moment.now(time)), CALENDAR);
    }

    /** Answers at once; the latency is added to when it is heard of. */
    private final class Api implements StatisticsOnly {

        @Override
        public StatisticsAnswer sessionStatistics(StatisticsQuery query, Permit permit) throws ApiException {
            permit.sent();
            Optional<Fault> fault = faults.apply(query.target());
            if (fault.isPresent()) {
                throw new ApiException(fault.get().kind(), "InternalError", "it fails", Optional.empty());
            }
            List<SessionStatistics> rows = new ArrayList<>();
            int device = device(query.target());
            Buckets buckets = CALENDAR.at(query.to(), query.target().interval());
            if (device >= 0) {
                addRow(device, buckets.previousStart(), buckets.currentStart(), rows);
                addRow(device, buckets.currentStart(), buckets.currentEnd(), rows);
            }
            return new StatisticsAnswer("r", rows);
        }

        private void addRow(int device, Instant from, Instant to, List<SessionStatistics> rows) {
            long sessions = activity.begun(device, second(from), second(to), (long) time.seconds());
            if (sessions > 0) {
                rows.add(Samples.statistics(from, to, sessions, Duration.ofMinutes(sessions), 1, 1, 1));
            }
        }

        private long second(Instant instant) {
            return Duration.between(START, instant).toSeconds();
        }
    }

    private static void noneIsOdd(Map<RowAnomaly, Integer> rows) {
        throw new AssertionError(rows);
    }
}
