package trro.exporter.polling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.RecentSessions;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.time.Moment;

class PollQueueActivityTest {

    private static final long SECOND = 1_000_000_000;
    private static final Instant START = Instant.parse("2026-11-22T08:20:00Z");
    private static final Duration HOUR_POLL = Duration.ofMinutes(1);

    private long now = 42;
    private final PollQueue queue = queue(4);

    private static PollTarget hour(int device) {
        return PollTarget.ofDevice("p", id(device), StatisticInterval.HOUR);
    }

    private static String id(int device) {
        return String.format("d%03d", device);
    }

    private static List<PollTarget> hours(int devices) {
        return IntStream.range(0, devices).mapToObj(PollQueueActivityTest::hour).toList();
    }

    /** A queue of devices' hours, each of which was answered once at the start, in order. */
    private PollQueue queue(int devices) {
        PollQueue queue = new PollQueue(hours(devices), FleetSimulation.PACE, 0, 100, now);
        for (int device = 0; device < devices; device++) {
            assertThat(queue.take(now)).contains(hour(device));
            queue.answered(hour(device), now, NextPoll.after(HOUR_POLL));
        }
        return queue;
    }

    private Instant clock() {
        return START.plusNanos(now - 42);
    }

    private void sessions(PollQueue queue, Map<String, Instant> latestUpdates) {
        queue.recentSessions(
                new RecentSessions("p", latestUpdates, new Moment(clock(), now)), FleetSimulation.CALENDAR);
    }

    /** Each of the devices from the first up to the last, which is not among them, has a session now. */
    private Map<String, Instant> sessionsOf(int first, int last) {
        return IntStream.range(first, last)
                .boxed()
                .collect(Collectors.toMap(PollQueueActivityTest::id, device -> clock()));
    }

    private List<PollTarget> takeAll(PollQueue queue) {
        return Stream.generate(() -> queue.take(now))
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream)
                .toList();
    }

    @Test
    void aDeviceWithASessionGoesFirstHoweverLongTheOthersWait() {
        now += 20 * 60 * SECOND;
        sessions(queue, Map.of(id(3), clock()));

        assertThat(takeAll(queue)).startsWith(hour(3)).hasSize(4);
        assertThat(queue.activeDevices("p")).hasValue(1);
        assertThat(queue.activeDevices("unknown")).isEmpty();
    }

    @Test
    void aDeviceWithASessionIsAskedAgainBeforeItsFiguresAreAsOldAsItsInterval() {
        sessions(queue, Map.of(id(3), clock()));

        now += 54 * SECOND - 1;
        assertThat(queue.take(now)).isEmpty();
        assertThat(queue.nanosUntilDue(now)).isEqualTo(1);
        now += 1;
        assertThat(queue.take(now)).contains(hour(3));
    }

    @Test
    void aSessionThatEndedLongAgoMakesNobodyActive() {
        now += 20 * 60 * SECOND;

        sessions(queue, Map.of(id(3), clock().minus(SessionSigns.JUST_ENDED), id(2), clock().minusSeconds(301)));

        assertThat(queue.activeDevices("p")).hasValue(1);
        assertThat(queue.take(now)).contains(hour(3));
    }

    @Test
    void aSessionOfTheFarFutureMakesNobodyActive() {
        now += 20 * 60 * SECOND;

        sessions(
                queue,
                Map.of(
                        id(3),
                        Instant.parse("9999-12-31T23:59:59Z"),
                        id(2),
                        clock().plusSeconds(301),
                        id(1),
                        clock().plusSeconds(300)));

        assertThat(queue.activeDevices("p")).hasValue(1);
        assertThat(queue.take(now)).contains(hour(1));
    }

    @Test
    void aDeviceThatBecomesActiveGoesFirstWithinASecond() {
        PollQueue large = queue(40);
        now += 20 * 60 * SECOND;
        assertThat(large.take(now)).contains(hour(0));
        sessions(large, Map.of(id(39), clock()));

        now += SECOND;

        assertThat(large.take(now)).contains(hour(39));
    }

    @Test
    void whoIsNoLongerListedStandsInLineAgain() {
        now += 20 * 60 * SECOND;
        sessions(queue, Map.of(id(3), clock()));

        sessions(queue, Map.of());

        assertThat(takeAll(queue)).containsExactlyElementsOf(hours(4));
    }

    @Test
    void withoutAListNobodyIsActiveAndLateMeansByThePollInterval() {
        sessions(queue, Map.of(id(3), clock()));
        now += 121 * SECOND;
        assertThat(queue.overdue(now))
                .as("d3 alone is late by more than a minute")
                .isEqualTo(1);

        queue.recentSessionsUnknown("p");

        assertThat(queue.activeDevices("p")).isEmpty();
        assertThat(queue.overdue(now)).isEqualTo(4);
        assertThat(queue.take(now)).contains(hour(0));
    }

    @Test
    void ofHoursThatSettledTogetherTheOneAskedLongestAgoGoesFirst() {
        now += 10 * 60 * SECOND;
        for (int device : List.of(2, 0)) { // the others have waited since the start
            sessions(queue, Map.of(id(device), clock()));
            assertThat(queue.take(now)).contains(hour(device));
            queue.answered(hour(device), now, NextPoll.after(HOUR_POLL));
            now += SECOND;
        }
        sessions(queue, Map.of(id(0), clock(), id(1), clock(), id(2), clock(), id(3), clock()));
        sessions(queue, Map.of()); // their sessions ended

        now = 42 + 50 * 60 * SECOND; // the hour from 8 to 9 settles

        assertThat(takeAll(queue)).containsExactly(hour(1), hour(3), hour(2), hour(0));
    }

    @Test
    void whoHadASessionInAnHourThatSettledGoesBeforeTheIdleOnceAndNotBefore() {
        sessions(queue, Map.of(id(2), clock(), id(3), clock())); // in the hour from 8 to 9, settled at 9:10
        now += 20 * 60 * SECOND;
        sessions(queue, Map.of()); // their sessions ended

        now = 42 + (50 * 60 - 1) * SECOND;
        assertThat(queue.take(now)).as("swept in order until then").contains(hour(0));
        queue.answered(hour(0), now, NextPoll.after(HOUR_POLL));
        now += SECOND;
        List<PollTarget> closed =
                List.of(queue.take(now).orElseThrow(), queue.take(now).orElseThrow());
        assertThat(closed).containsExactly(hour(2), hour(3));
        closed.forEach(target -> queue.answered(target, now, NextPoll.after(HOUR_POLL)));

        sessions(queue, Map.of(id(2), START)); // the list still tells of it
        now += SECOND;
        assertThat(queue.take(now)).as("the oldest of the idle").contains(hour(1));
        assertThat(queue.take(now))
                .as("it was asked after the hour was settled")
                .isEmpty();
    }

    @Test
    void whatWasAskedBeforeAnHourSettledIsAskedOnceMoreEvenIfTheAnswerCameAfter() {
        sessions(queue, Map.of(id(3), clock()));
        now = 42 + (50 * 60 - 1) * SECOND;
        sessions(queue, Map.of());
        takeAll(queue);

        now += 2 * SECOND;
        hours(4).forEach(target -> queue.answered(target, now, NextPoll.after(HOUR_POLL)));

        assertThat(queue.take(now)).contains(hour(3));
    }

    @Test
    void figuresTellOfSessionsToo() {
        now += 61 * SECOND;
        takeAll(queue);
        hours(4).forEach(target -> queue.answered(target, now, NextPoll.after(HOUR_POLL)));
        now += 61 * SECOND;
        takeAll(queue);
        for (PollTarget target : hours(4)) {
            boolean hadSessions = target.equals(hour(3));
            queue.answered(
                    target,
                    now,
                    new NextPoll(HOUR_POLL, hadSessions ? Optional.of(Duration.ofMinutes(48)) : Optional.empty()));
        }

        now += 48 * 60 * SECOND;

        assertThat(queue.take(now)).as("all are late by now").contains(hour(0));
        assertThat(queue.take(now)).contains(hour(3));
    }

    @Test
    void hoursThatSettledLeaveEveryFourthTurnToWhoIsLate() {
        PollQueue large = queue(80);
        Map<String, Instant> sessions = sessionsOf(0, 40);
        sessions(large, sessions);
        now += 40 * 60 * SECOND;
        sessions(large, sessions); // they are long over
        for (int device = 0; device < 40; device++) {
            PollTarget target = large.take(now).orElseThrow();
            large.answered(target, now, NextPoll.after(HOUR_POLL));
        }
        now = 42 + 51 * 60 * SECOND;

        List<Integer> asked = takeAll(large).subList(0, 40).stream()
                .map(target -> Integer.parseInt(target.deviceId().orElseThrow().substring(1)))
                .toList();

        assertThat(asked.stream().filter(device -> device >= 40)).hasSize(10);
    }

    @Test
    void anHourThatSettledIsAskedForAgainAfterARefusal() {
        sessions(queue, Map.of(id(3), clock()));
        now = 42 + 50 * 60 * SECOND;
        sessions(queue, Map.of());
        List<PollTarget> asked = takeAll(queue);
        asked.forEach(target -> {
            if (target.equals(hour(3))) {
                queue.failed(target, now, Kind.UNAUTHORIZED);
            } else {
                queue.answered(target, now, NextPoll.after(HOUR_POLL));
            }
        });

        now += 11 * SECOND;

        assertThat(queue.take(now)).as("ten seconds later, not a sweep later").contains(hour(3));
    }

    @Test
    void noFigureOfAnActiveDeviceGetsOlderThanThoseOfIdleOnes() {
        PollQueue large = queue(40);
        PollTarget month = PollTarget.ofDevice("p", id(0), StatisticInterval.MONTH);
        large.retarget(Stream.concat(hours(40).stream(), Stream.of(month)).toList(), now); // seen by nobody
        now += 20 * 60 * SECOND;
        Map<String, Instant> sessions = sessionsOf(0, 40);
        sessions(large, sessions);

        List<PollTarget> asked = new ArrayList<>();
        for (int turn = 0; turn < 8; turn++) {
            PollTarget target = large.take(now).orElseThrow();
            asked.add(target);
            large.answered(target, now, NextPoll.after(HOUR_POLL));
        }

        assertThat(asked).contains(month);
    }

    @Test
    void whereTheBudgetIsEnoughForAllNobodyGoesFirst() {
        PollQueue small = new PollQueue(hours(4), FleetSimulation.PACE, 1, 100, now);
        hours(4).forEach(target -> {
            assertThat(small.take(now)).contains(target);
            small.answered(target, now, NextPoll.after(HOUR_POLL));
        });
        now += 59 * SECOND;
        sessions(small, Map.of(id(3), clock()));

        assertThat(small.take(now)).as("at its own pace").isEmpty();
        now += SECOND;
        assertThat(takeAll(small)).containsExactlyElementsOf(hours(4));
        assertThat(small.activeDevices("p")).hasValue(1);
        assertThat(small.promisedAge(hour(0))).isEqualTo(Duration.ofMinutes(1));
        assertThat(small.everyoneKeepsPace()).isTrue();
    }

    @Test
    void whoseProjectLeftAndCameBackDuringItsCallIsActiveOnlyIfTheListSaysSo() {
        sessions(queue, Map.of(id(3), clock()));
        now += 20 * 60 * SECOND;
        sessions(queue, Map.of(id(3), clock()));
        assertThat(queue.take(now)).contains(hour(3));
        queue.retarget(List.of(), now);
        queue.retarget(hours(4), now);
        queue.answered(hour(3), now, NextPoll.after(HOUR_POLL));
        sessions(queue, Map.of());

        now += 20 * 60 * SECOND;

        assertThat(takeAll(queue)).hasSize(4).last().isEqualTo(hour(3));
    }

    @Test
    void idleDevicesThatAreLateGetEveryFourthTurnWhileActiveOnesTakeAllOthers() {
        PollQueue large = queue(400);
        now += 20 * 60 * SECOND;
        Map<String, Instant> sessions = sessionsOf(0, 200);
        sessions(large, sessions);
        for (int device = 0; device < 200; device++) {
            assertThat(large.take(now)).contains(hour(device));
            large.answered(hour(device), now, NextPoll.after(HOUR_POLL));
        }
        now += 10 * 60 * SECOND;

        List<Integer> asked = new ArrayList<>();
        for (int turn = 0; turn < 80; turn++) {
            PollTarget target = large.take(now).orElseThrow();
            asked.add(Integer.parseInt(target.deviceId().orElseThrow().substring(1)));
            large.answered(target, now, NextPoll.after(HOUR_POLL));
        }

        assertThat(asked.stream().filter(device -> device >= 200)).hasSize(20);
    }

    @Test
    void closedHoursAndActiveDevicesTakeTurns() {
        PollQueue large = queue(40);
        Map<String, Instant> closed = sessionsOf(0, 20);
        sessions(large, closed);
        now = 42 + 45 * 60 * SECOND;
        takeAll(large)
                .forEach(target -> large.answered(target, now, NextPoll.after(HOUR_POLL))); // so that nobody is late
        now = 42 + 51 * 60 * SECOND;
        Map<String, Instant> active = sessionsOf(20, 40);
        sessions(large, active);

        List<Integer> asked = takeAll(large).stream()
                .map(target -> Integer.parseInt(target.deviceId().orElseThrow().substring(1)))
                .toList();

        assertThat(asked).hasSize(40);
        assertThat(asked.subList(0, 20).stream().filter(device -> device < 20)).hasSize(10);
    }

    @Test
    void aTransientFailureKeepsItsPlaceInTheSweepAndARefusalDoesNot() {
        now += 20 * 60 * SECOND;
        takeAll(queue);
        queue.failed(hour(0), now, Kind.SERVER);
        queue.failed(hour(1), now, Kind.NOT_FOUND);
        queue.answered(hour(2), now, NextPoll.after(HOUR_POLL));
        queue.answered(hour(3), now, NextPoll.after(HOUR_POLL));

        now += 62 * SECOND;

        assertThat(takeAll(queue)).containsExactly(hour(0), hour(1), hour(2), hour(3));
        assertThat(queue.take(now)).isEmpty();
    }

    @Test
    void targetsComeAndGoAndComeBackDuringTheirCall() {
        now += 20 * 60 * SECOND;
        takeAll(queue);

        queue.retarget(List.of(hour(1), hour(7)), now);
        assertThat(queue.size()).isEqualTo(2);
        assertThat(takeAll(queue)).containsExactly(hour(7));
        queue.answered(hour(0), now, NextPoll.after(HOUR_POLL)); // it is no longer wanted
        queue.retarget(List.of(hour(1), hour(2)), now); // which is still under way
        hours(4).stream().skip(1).forEach(target -> queue.answered(target, now, NextPoll.after(HOUR_POLL)));
        queue.answered(hour(7), now, NextPoll.after(HOUR_POLL));

        assertThat(queue.take(now)).isEmpty();
        now += 60 * SECOND;
        assertThat(takeAll(queue)).containsExactly(hour(1), hour(2));
    }

    @Test
    void aProjectThatLeavesAndComesBackDuringACallKeepsCount() {
        now += 20 * 60 * SECOND;
        takeAll(queue);

        queue.retarget(List.of(), now);
        assertThat(queue.nanosUntilDue(now)).isPositive();
        queue.retarget(hours(4), now);
        hours(4).forEach(target -> queue.answered(target, now, NextPoll.after(HOUR_POLL)));

        now += 60 * SECOND;
        assertThat(takeAll(queue)).hasSize(4);
    }
}
