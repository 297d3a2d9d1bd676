package trro.exporter.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;

class PollQueueTest extends QueueBench {

    private static final long SECOND = 1000 * MILLI;

    @Test
    void theFirstCallGoesAloneForTwoSeconds() {
        PollQueue queue = new PollQueue(targets("p", 10), new PollPace(POLL_INTERVALS, POLL_INTERVALS), 20, 8, now);
        PollTarget first = queue.take(now).orElseThrow();

        assertThat(queue.take(now + 2 * SECOND - 1)).isEmpty();
        assertThat(queue.nanosUntilDue(now + 2 * SECOND - 1)).isPositive();
        assertThat(queue.take(now + 2 * SECOND)).isPresent();

        queue.answered(first, now + 2 * SECOND, NextPoll.after(Duration.ofMinutes(1)));
        assertThat(queue.take(now + 2 * SECOND)).isPresent();
    }

    @Test
    void theFirstAnswerLetsTheOthersGo() {
        PollQueue queue = new PollQueue(targets("p", 10), new PollPace(POLL_INTERVALS, POLL_INTERVALS), 20, 8, now);
        PollTarget first = queue.take(now).orElseThrow();

        queue.failed(first, now + 1, Kind.SERVER);

        assertThat(queue.take(now + 1)).isPresent();
        assertThat(queue.take(now + 1)).isPresent();
    }

    @Test
    void asksProjectsFirstThenAllDevicesByHourThenByDayThenByMonth() {
        PollQueue queue = queue(targets("a", 2), targets("b", 1));
        List<PollTarget> order = new ArrayList<>();

        for (int i = 0; i < 15; i++) {
            PollTarget target = queue.take(now).orElseThrow();
            order.add(target);
            queue.answered(target, now, NextPoll.after(Duration.ofHours(1)));
        }

        assertThat(order.subList(0, 6)).allMatch(target -> target.deviceId().isEmpty());
        assertThat(order.subList(6, 15)).allMatch(target -> target.deviceId().isPresent());
        assertThat(order.stream()
                        .filter(target -> target.projectId().equals("a"))
                        .filter(target -> target.deviceId().isPresent())
                        .map(PollTarget::interval))
                .isSorted();
        assertThat(order).doesNotHaveDuplicates();
    }

    @Test
    void givesNothingBeforeItIsDueAndSaysWhenThatIs() {
        PollQueue queue = queue(List.of(PollTarget.ofProject("p", StatisticInterval.HOUR)));
        PollTarget target = queue.take(now).orElseThrow();

        queue.answered(target, now, NextPoll.after(Duration.ofSeconds(60)));

        assertThat(queue.take(now + 59 * SECOND)).isEmpty();
        assertThat(queue.nanosUntilDue(now + 59 * SECOND)).isEqualTo(SECOND);
        assertThat(queue.nanosUntilDue(now + 60 * SECOND)).isZero();
        assertThat(queue.take(now + 60 * SECOND)).contains(target);
    }

    @Test
    void theMostOverdueRelativeToItsOwnIntervalGoesFirst() {
        PollTarget hour = PollTarget.ofDevice("p", "d", StatisticInterval.HOUR);
        PollTarget day = PollTarget.ofDevice("p", "d", StatisticInterval.DAY);
        PollQueue queue = queue(List.of(hour, day));
        queue.take(now);
        queue.take(now);
        queue.answered(hour, now, NextPoll.after(Duration.ofMinutes(1)));
        queue.answered(day, now, NextPoll.after(Duration.ofMinutes(10)));

        // 11 minutes on the hour is 10 polls late, the day a tenth of one
        assertThat(queue.take(now + 660 * SECOND)).contains(hour);
        queue.answered(hour, now + 660 * SECOND, NextPoll.after(Duration.ofMinutes(1)));

        // half a minute after that the hour is not due; a minute later it is just due, the day a quarter late
        assertThat(queue.take(now + 750 * SECOND)).contains(hour);
        queue.answered(hour, now + 750 * SECOND, NextPoll.after(Duration.ofMinutes(1)));
        assertThat(queue.take(now + 812 * SECOND)).contains(day);
    }

    @Test
    void aTargetUnderWayIsNotAskedAgainAndPlacesAreBounded() {
        PollQueue queue = queue(targets("a", 5), targets("b", 5));
        List<PollTarget> taken = new ArrayList<>();

        for (Optional<PollTarget> target = queue.take(now); target.isPresent(); target = queue.take(now)) {
            taken.add(target.get());
        }

        assertThat(taken).hasSize(8).doesNotHaveDuplicates();
        assertThat(queue.nanosUntilDue(now)).isEqualTo(5 * MILLI);
        assertThat(taken.stream().collect(Collectors.groupingBy(PollTarget::projectId, Collectors.counting())))
                .isEqualTo(Map.of("a", 4L, "b", 4L));
    }

    @Test
    void aProjectThatHangsHoldsAFewPlacesAloneAndTheOtherKeepsItsPace() {
        PollQueue queue = queue(targets("hangs", 100), targets("works", 100));

        // nothing of "hangs" is ever answered
        Map<PollTarget, List<Long>> asked = new HashMap<>();
        for (int i = 0; i < 200; i++, now += 50 * MILLI) {
            queue.take(now).ifPresent(target -> {
                asked.computeIfAbsent(target, t -> new ArrayList<>()).add(now);
                if (target.projectId().equals("works")) {
                    queue.answered(target, now, NextPoll.after(Duration.ofMinutes(1)));
                }
            });
        }

        assertThat(count(asked, target -> target.projectId().equals("hangs"))).isEqualTo(4);
        assertThat(count(asked, target -> target.projectId().equals("works"))).isEqualTo(196);
    }

    @ParameterizedTest
    @CsvSource({"SERVER, true", "SERVER, false", "NETWORK, true", "MALFORMED, true", "UNAUTHORIZED, false"})
    void devicesThatAlwaysFailStopNoOtherOfTheirProject(Kind kind, boolean sideBySide) {
        PollQueue queue = queue(targets("p", 500));
        Predicate<PollTarget> fails = target -> target.deviceId()
                .map(id -> Integer.parseInt(id.substring(1)))
                .filter(number -> sideBySide ? number >= 100 && number < 150 : number % 10 == 7)
                .isPresent();

        Map<PollTarget, List<Long>> asked = poll(
                queue,
                Duration.ofMinutes(10),
                50 * MILLI,
                target -> fails.test(target) ? Optional.of(kind) : Optional.empty());

        assertThat(asked).hasSize(queue.size() - 1); // without the first
        assertThat(count(asked, fails.negate()))
                .as("450 devices and the project want 8.4 of 20 calls a second")
                .isGreaterThan(4_500);
    }

    @Test
    void aProjectIsBackThoughNeitherItsOwnFiguresNorManyDevicesAre() {
        PollQueue queue = queue(targets("p", 500));
        Predicate<PollTarget> fails =
                target -> target.deviceId().filter(id -> !id.endsWith("7")).isEmpty();
        poll(queue, Duration.ofMinutes(10), 50 * MILLI, target -> Optional.of(Kind.SERVER));

        Map<PollTarget, List<Long>> asked = poll(
                queue,
                Duration.ofMinutes(30),
                50 * MILLI,
                target -> fails.test(target) ? Optional.of(Kind.SERVER) : Optional.empty());

        assertThat(count(asked, fails.negate()))
                .as("450 devices want 8.4 of 20 calls a second")
                .isGreaterThan(13_000);
    }

    @Test
    void devicesThatAlwaysFailTakeFewTurnsOfABudgetThatIsTooSmall() {
        PollQueue queue = queue(targets("p", 500));
        Predicate<PollTarget> fails =
                target -> target.deviceId().filter(id -> id.endsWith("7")).isPresent();

        Map<PollTarget, List<Long>> asked = poll(
                queue,
                Duration.ofMinutes(30),
                250 * MILLI,
                target -> fails.test(target) ? Optional.of(Kind.SERVER) : Optional.empty());

        assertThat(count(asked, fails)).as("of 7,200 calls").isLessThan(1_000);
    }

    @Test
    void aProjectThatTrroDoesNotKnowIsLeftAloneWithAllItsDevices() {
        PollQueue queue = queue(targets("unknown", 1000), targets("works", 10));

        Map<PollTarget, List<Long>> asked = poll(
                queue,
                Duration.ofMinutes(30),
                50 * MILLI,
                target -> target.projectId().equals("unknown") ? Optional.of(Kind.NOT_FOUND) : Optional.empty());

        assertThat(count(asked, target -> target.projectId().equals("unknown"))).isBetween(4L, 20L);
    }

    @Test
    void manyUnknownDevicesDoNotSuspendTheirProject() {
        PollQueue queue = queue(targets("p", 300));
        Predicate<PollTarget> retired =
                target -> target.deviceId().filter(id -> !id.endsWith("7")).isPresent();

        Map<PollTarget, List<Long>> asked = poll(
                queue,
                Duration.ofMinutes(30),
                50 * MILLI,
                target -> retired.test(target) ? Optional.of(Kind.NOT_FOUND) : Optional.empty());

        assertThat(asked.get(PollTarget.ofDevice("p", "d7", StatisticInterval.HOUR)))
                .hasSizeGreaterThan(25);
        assertThat(asked.get(PollTarget.ofDevice("p", "d8", StatisticInterval.HOUR)))
                .hasSizeBetween(3, 6);
    }

    @Test
    void projectsTakeAtMostEverySecondTurnWhileDevicesWait() {
        List<PollTarget> many = new ArrayList<>(targets("p0", 50));
        for (int project = 1; project < 600; project++) {
            many.add(PollTarget.ofProject("p" + project, StatisticInterval.HOUR));
        }
        PollQueue queue = queue(many);

        // 600 projects' hours alone want 10 a second, and 4 are allowed
        poll(queue, Duration.ofMinutes(10), 250 * MILLI, target -> Optional.empty());
        Map<PollTarget, List<Long>> asked =
                poll(queue, Duration.ofMinutes(10), 250 * MILLI, target -> Optional.empty());

        PollTarget device = PollTarget.ofDevice("p0", "d0", StatisticInterval.HOUR);
        assertThat(asked.get(device)).hasSizeBetween(9, 11);
    }

    @Test
    void countsTargetsThatAreLateByMoreThanTheirOwnInterval() {
        PollQueue queue = queue(targets("p", 2));

        assertThat(queue.size()).isEqualTo(10);
        assertThat(queue.overdue(now + 61 * SECOND)).isEqualTo(3);
        assertThat(queue.overdue(now + 601 * SECOND)).isEqualTo(6);
    }

    @Test
    void aThrottledTargetIsSoonDueAgainAndItsProjectNotToBlame() {
        PollQueue queue = queue(targets("p", 10));

        Map<PollTarget, List<Long>> asked =
                poll(queue, Duration.ofSeconds(10), 50 * MILLI, target -> Optional.of(Kind.THROTTLED));

        assertThat(count(asked, target -> true)).isGreaterThan(80);
    }

    @Test
    void randomOutcomesNeverLoseATarget() {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            PollQueue queue = queue(targets("a", 20), targets("b", 3));
            List<PollTarget> underWay = new ArrayList<>();
            for (int i = 0; i < 5000; i++, now += (long) (random.nextDouble() * SECOND)) {
                queue.take(now).ifPresent(underWay::add);
                if (!underWay.isEmpty() && random.nextInt(3) > 0) {
                    PollTarget target = underWay.remove(random.nextInt(underWay.size()));
                    Kind[] kinds = Kind.values();
                    if (random.nextInt(4) == 0) {
                        queue.failed(target, now, kinds[random.nextInt(kinds.length)]);
                    } else {
                        queue.answered(target, now, NextPoll.after(Duration.ofSeconds(30)));
                    }
                }
            }
            underWay.forEach(target -> queue.answered(target, now, NextPoll.after(Duration.ofSeconds(30))));

            now += Duration.ofHours(2).toNanos();
            Map<PollTarget, List<Long>> asked =
                    poll(queue, Duration.ofMinutes(2), 100 * MILLI, target -> Optional.empty());

            assertThat(asked).as("seed %d", seed).hasSize(queue.size() - 1); // without the first
        }
    }

    @Test
    void refusesAnAnswerToWhatWasNotAsked() {
        PollQueue queue = queue(targets("p", 0));
        PollTarget target = PollTarget.ofProject("p", StatisticInterval.DAY);

        assertThatThrownBy(() -> queue.answered(target, now, NextPoll.after(Duration.ZERO)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("was not under way: " + target);
    }

    @Test
    void tellsWhatTheTargetsWantWhetherTheyWaitOrAreUnderWay() {
        PollQueue queue = new PollQueue(targets("p", 1), new PollPace(POLL_INTERVALS, POLL_INTERVALS), 20, 8, now);
        double wanted = 2 * (1.0 / 60 + 1.0 / 600 + 1.0 / 3600);

        assertThat(queue.underWay()).isZero();
        assertThat(queue.wantedPerSecond()).isCloseTo(wanted, within(1e-9));
        assertThat(queue.take(now)).isPresent();
        assertThat(queue.underWay()).isEqualTo(1);
        assertThat(queue.wantedPerSecond()).isCloseTo(wanted, within(1e-9));
    }

    @Test
    void whatLeftIsNeverAskedThoughItWasToBeNext() {
        PollQueue queue = queue(targets("a", 20), targets("b", 20));
        assertThat(queue.take(now)).isPresent(); // chosen with those that are next

        List<PollTarget> left = targets("b", 3);
        queue.retarget(left, now);

        for (int turn = 0; turn < 4; turn++) {
            assertThat(queue.take(now))
                    .hasValueSatisfying(target -> assertThat(left).contains(target));
        }
    }

    @Test
    void aProjectThatIsSuspendedWithinTheSecondIsAskedNoMore() {
        PollQueue queue = queue(targets("broken", 20), targets("works", 20));

        int failures = 0;
        for (int turn = 0; turn < 20; turn++, now += 10 * MILLI) {
            PollTarget target = queue.take(now).orElseThrow();
            if (target.projectId().equals("broken")) {
                queue.failed(target, now, Kind.SERVER);
                failures++;
            } else {
                queue.answered(target, now, NextPoll.after(Duration.ofMinutes(1)));
            }
        }

        assertThat(failures).isEqualTo(3);
    }
}
