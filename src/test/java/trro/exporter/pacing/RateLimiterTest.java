package trro.exporter.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import trro.exporter.support.EventTime;
import trro.exporter.support.FakeTime;
import trro.exporter.support.LoggedLines;
import trro.exporter.support.LoopTime;
import trro.exporter.support.SlidingSecond;

class RateLimiterTest {

    private static final long SECOND = 1_000_000_000L;

    private final FakeTime time = new FakeTime("2026-11-22T08:00:00Z");

    /** A limiter of which one call was answered long ago. */
    private RateLimiter warm(int requestsPerSecond) throws InterruptedException {
        RateLimiter limiter = new RateLimiter(requestsPerSecond, time);
        Permit first = limiter.acquire();
        first.sent();
        first.ended();
        time.advance(Duration.ofSeconds(10));
        return limiter;
    }

    private static Permit send(RateLimiter limiter) throws InterruptedException {
        Permit permit = limiter.acquire();
        permit.sent();
        return permit;
    }

    @Test
    void waitsFirstSinceAnEarlierProcessMayHaveUsedTheLimitUp() throws InterruptedException {
        RateLimiter limiter = new RateLimiter(20, time);

        limiter.acquire();

        assertThat(time.sleeps()).containsExactly(Duration.ofMillis(1030));
    }

    @Test
    void spacesStartsEvenly() throws InterruptedException {
        RateLimiter limiter = warm(20);

        for (int i = 0; i < 22; i++) {
            send(limiter);
        }

        assertThat(time.sleeps().subList(1, 20)).containsOnly(Duration.ofMillis(50));
        assertThat(time.sleeps().subList(20, 22))
                .as("every place is taken")
                .containsExactly(Duration.ofMillis(80), Duration.ofMillis(50));
    }

    @Test
    void catchesUpALateStartInsteadOfLosingIt() throws InterruptedException {
        RateLimiter limiter = new RateLimiter(20, time);
        limiter.acquire();
        time.advance(Duration.ofMillis(60)); // 10 ms late

        limiter.acquire();
        limiter.acquire();

        assertThat(time.sleeps()).last().isEqualTo(Duration.ofMillis(40));
    }

    @Test
    void whoAsksFirstIsGrantedFirst() {
        LoopTime shared = new LoopTime();
        RateLimiter limiter = new RateLimiter(20, shared);
        List<Integer> granted = new ArrayList<>();
        List<Runnable> loops = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int loop = i;
            loops.add(() -> {
                try {
                    while (true) {
                        Permit permit = limiter.acquire();
                        granted.add(loop);
                        permit.sent();
                        permit.ended();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        shared.run(loops, Duration.ofSeconds(10));

        assertThat(granted).hasSizeGreaterThan(150);
        for (int i = 0; i < granted.size(); i++) {
            assertThat(granted.get(i)).as("grant " + i).isEqualTo(i % 3);
        }
    }

    @Test
    void idleTimeEarnsNothing() throws InterruptedException {
        RateLimiter limiter = new RateLimiter(20, time);
        limiter.acquire();
        time.advance(Duration.ofHours(1));

        limiter.acquire();
        limiter.acquire();

        assertThat(time.sleeps()).last().isEqualTo(Duration.ofMillis(50));
    }

    /** Starts a second of a limiter for 20, over 2,000 calls. */
    private double paceOf(Consumer<Permit> afterStart) throws InterruptedException {
        RateLimiter limiter = warm(20);
        send(limiter);
        long from = time.nanoTime();
        for (int i = 0; i < 2000; i++) {
            afterStart.accept(send(limiter));
        }
        return 2000.0 * SECOND / (time.nanoTime() - from);
    }

    @Test
    void usesAtLeast97PercentOfTheLimitWhenWakeUpsAreOnTime() throws InterruptedException {
        assertThat(paceOf(start -> {})).isBetween(19.4, 20.0);
    }

    @Test
    void usesMoreOfTheLimitWhereAnswersShowThatCallsHaveArrived() throws InterruptedException {
        double pace = paceOf(call -> {
            time.advance(Duration.ofMillis(10));
            call.ended();
        });

        assertThat(pace).isCloseTo(20 / 1.010, within(0.01));
    }

    @Test
    void anAnswerLaterThanTheJitterChangesNothing() throws InterruptedException {
        RateLimiter limiter = warm(1);
        Permit start = send(limiter);
        time.advance(Duration.ofMillis(700));
        start.ended();

        assertThat(limiter.acquire().grantedNanos() - start.grantedNanos())
                .isEqualTo(Duration.ofMillis(1030).toNanos());
    }

    @Test
    void untilACallWasAnsweredCallsCountFromTheirAnswersSinceTheyWaitForConnections() throws InterruptedException {
        RateLimiter limiter = new RateLimiter(2, time);
        Permit first = send(limiter);
        Permit second = send(limiter);
        time.advance(Duration.ofMillis(700)); // they load code and open TLS, then arrive together
        first.ended();
        second.ended();
        long arrived = time.nanoTime();

        assertThat(limiter.acquire().grantedNanos() - arrived).isEqualTo(SECOND);
    }

    @Test
    void aCallOnANewConnectionCountsFromItsAnswerOrAfterTwoSeconds() throws InterruptedException {
        RateLimiter limiter = warm(1);
        Permit quick = limiter.acquire();
        quick.sentOnNewConnection();
        time.advance(Duration.ofMillis(300));
        quick.ended();
        Permit slow = limiter.acquire();
        slow.sentOnNewConnection();

        Permit last = limiter.acquire();

        assertThat(slow.grantedNanos() - quick.grantedNanos())
                .isEqualTo(Duration.ofMillis(1300).toNanos());
        assertThat(last.grantedNanos() - slow.grantedNanos())
                .isEqualTo(Duration.ofSeconds(3).toNanos());
    }

    @Test
    void aCallThatLeavesLateIsCountedFromItsAnswer() throws InterruptedException {
        RateLimiter limiter = warm(2);
        send(limiter).ended();
        Permit second = limiter.acquire();
        time.advance(Duration.ofMillis(300));

        second.sent();
        time.advance(Duration.ofMillis(70));
        second.ended();
        long answered = time.nanoTime();
        send(limiter).ended();
        limiter.acquire();

        assertThat(time.nanoTime() - answered).isEqualTo(SECOND);
    }

    @Test
    void whereThreadsWaitAllCallsCountFromTheirAnswersForAWhile() throws InterruptedException {
        RateLimiter limiter = warm(1);
        Permit late = limiter.acquire();
        time.advance(Duration.ofMillis(6)); // its worker was not woken in time, and others may be neither
        late.sent();
        late.ended();
        Permit next = send(limiter);
        time.advance(Duration.ofMillis(200));
        next.ended();
        Permit counted = send(limiter);
        counted.ended();
        time.advance(Duration.ofSeconds(10));
        Permit last = send(limiter);
        time.advance(Duration.ofMillis(200));
        last.ended();

        assertThat(counted.grantedNanos() - next.grantedNanos())
                .isEqualTo(Duration.ofMillis(1200).toNanos());
        assertThat(limiter.acquire().grantedNanos() - last.grantedNanos())
                .as("a while later")
                .isEqualTo(Duration.ofMillis(1030).toNanos());
    }

    @Test
    void aCallThatDoesNotLeaveKeepsItsPlaceHoweverLong() throws InterruptedException {
        RateLimiter limiter = warm(2);
        Permit waiting = limiter.acquire();
        time.advance(Duration.ofMinutes(1));
        Permit second = send(limiter);

        Permit third = limiter.acquire();

        assertThat(third.grantedNanos() - second.grantedNanos())
                .isGreaterThanOrEqualTo(Duration.ofMillis(1030).toNanos());
        waiting.ended();
    }

    @Test
    void aPermitThatIsNotUsedCostsNothing() throws InterruptedException {
        RateLimiter limiter = warm(1);
        limiter.acquire().ended();
        long before = time.nanoTime();

        limiter.acquire();

        assertThat(time.nanoTime() - before).as("the even spacing").isEqualTo(SECOND);
    }

    @Test
    void callsThatLeftJustBeforeThisProcessWasStoppedMayHaveLeftOnlyAfterwards() throws InterruptedException {
        PausingTime pausing = new PausingTime();
        RateLimiter limiter = new RateLimiter(2, pausing);
        send(limiter).ended();
        pausing.sleep(Duration.ofSeconds(10));
        send(limiter);
        pausing.pauseInNextSleep(Duration.ofSeconds(20));
        Permit afterwards = limiter.acquire(); // waits for the even spacing, and is stopped there
        long resumed = afterwards.grantedNanos();
        afterwards.sent();

        limiter.acquire();

        assertThat(pausing.nanoTime() - resumed)
                .as("one that left before may arrive with this one")
                .isGreaterThanOrEqualTo(Duration.ofMillis(1030).toNanos());
    }

    @Test
    void callsThatHadArrivedBeforeThisProcessWasStoppedHoldTheirPlacesNoLonger() throws InterruptedException {
        PausingTime pausing = new PausingTime();
        RateLimiter limiter = new RateLimiter(2, pausing);
        send(limiter).ended();
        pausing.sleep(Duration.ofSeconds(10));
        send(limiter);
        pausing.sleep(Duration.ofMillis(100));
        pausing.pauseInNextSleep(Duration.ofSeconds(20));
        long resumed = limiter.acquire().grantedNanos(); // waits for the even spacing, and is stopped there

        limiter.acquire();

        assertThat(pausing.nanoTime() - resumed).as("the even spacing").isEqualTo(SECOND / 2);
    }

    /** Virtual time in which a sleep may take much longer than it was asked for, as of a process that was stopped. */
    private static final class PausingTime extends EventTime {
        private Duration pause = Duration.ZERO;

        void pauseInNextSleep(Duration span) {
            pause = span;
        }

        @Override
        public void sleep(Duration duration) {
            Duration all = duration.plus(pause);
            pause = Duration.ZERO;
            super.sleep(all);
        }
    }

    /** What the server sees of calls that are delayed in every way between grant, sending, arrival and answer. */
    @Test
    void neverLetsMoreThanTheLimitArriveInAnySecondWhateverDelaysCalls() throws InterruptedException {
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            int limit = 1 + random.nextInt(20);
            EventTime events = new EventTime();
            RateLimiter limiter = new RateLimiter(limit, events);
            List<Long> arrivals = new ArrayList<>();

            for (int i = 0; i < 600; i++) {
                Permit permit = limiter.acquire();
                boolean first = i == 0;
                boolean connects = first || random.nextInt(10) == 0;
                long handOver = random.nextInt(6) == 0 ? millis(random, 1500) : random.nextInt(500_000);
                events.after(handOver, () -> leave(permit, connects, events, arrivals, random));
                if (random.nextInt(20) == 0) {
                    events.sleep(Duration.ofNanos(millis(random, 5_000))); // nothing to ask for
                } else if (random.nextInt(3) == 0) {
                    events.sleep(Duration.ofNanos(random.nextInt(40_000_000))); // late wake-up
                }
            }

            assertThat(SlidingSecond.most(arrivals))
                    .as("seed %d, limit %d", seed, limit)
                    .isLessThanOrEqualTo(limit);
        }
    }

    private static void leave(Permit permit, boolean connects, EventTime events, List<Long> arrivals, Random random) {
        if (random.nextInt(50) == 0) { // it fails before it is sent
            permit.ended();
            return;
        }
        long travel = (long) (random.nextDouble() * RateLimiter.JITTER.toNanos());
        if (connects) {
            permit.sentOnNewConnection();
            travel = millis(random, 1900);
        } else {
            permit.sent();
        }
        events.after(travel, () -> arrivals.add(events.nanoTime()));
        boolean throttled = random.nextInt(50) == 0;
        events.after(travel + millis(random, 400), () -> {
            if (throttled) {
                permit.throttled("RequestLimitExceeded");
            }
            permit.ended();
        });
    }

    private static long millis(Random random, int most) {
        return (long) (random.nextDouble() * most * 1_000_000);
    }

    @Test
    void theCountOfArrivalsInTheTestAboveSeesAnExcess() {
        assertThat(SlidingSecond.most(Arrays.asList(0L, 5L, SECOND - 1, SECOND, SECOND + 1)))
                .isEqualTo(4);
    }

    @Test
    void halvesThePaceWhenThrottledAndClimbsBack() throws InterruptedException {
        RateLimiter limiter = new RateLimiter(20, time);
        assertThat(limiter.requestsPerSecond()).isCloseTo(19.417, within(0.001));

        assertThat(limiter.throttled(send(limiter))).as("was at full pace").isTrue();
        assertThat(limiter.requestsPerSecond()).isCloseTo(10, within(0.001));

        time.advance(Duration.ofSeconds(15));
        assertThat(limiter.requestsPerSecond()).isCloseTo(15, within(0.001));
        assertThat(limiter.throttled(send(limiter))).as("was at full pace").isFalse();

        time.advance(Duration.ofMinutes(2));
        assertThat(limiter.requestsPerSecond()).isCloseTo(19.417, within(0.001));
    }

    @Test
    void aThrottledSpellOfCallsAlreadySentHalvesThePaceOnce() throws InterruptedException {
        RateLimiter limiter = new RateLimiter(20, time);
        Permit first = send(limiter);
        Permit second = send(limiter);

        limiter.throttled(first);
        limiter.throttled(second);

        assertThat(limiter.requestsPerSecond()).isCloseTo(10, within(0.001));
    }

    @Test
    void theSlowestPaceOfTheSmallestBudgetStillShowsThatTheLoopIsAlive() throws InterruptedException {
        RateLimiter limiter = new RateLimiter(1, time);

        for (int i = 0; i < 100; i++) {
            Permit refused = send(limiter);
            limiter.throttled(refused);
            refused.ended();
        }

        assertThat(time.sleeps()).allMatch(wait -> wait.compareTo(Duration.ofSeconds(20)) < 0);
    }

    @Test
    void keepsAskingHoweverOftenItIsThrottled() throws InterruptedException {
        RateLimiter limiter = new RateLimiter(20, time);

        for (int i = 0; i < 100; i++) {
            Permit refused = send(limiter);
            limiter.throttled(refused);
            refused.ended();
        }

        assertThat(limiter.requestsPerSecond()).isGreaterThan(1.2);
    }

    @Test
    void isBackAtFullPaceAMinuteAfterThrottlingEndedHoweverLongItWas() throws InterruptedException {
        RateLimiter limiter = new RateLimiter(20, time);
        for (int i = 0; i < 100; i++) {
            Permit refused = send(limiter);
            refused.throttled("RequestLimitExceeded");
            refused.ended();
        }

        time.advance(Duration.ofMinutes(1));

        assertThat(limiter.requestsPerSecond()).isCloseTo(19.417, within(0.001));
    }

    @Test
    void afterThrottlingTheNextCallWaitsAsLongAsTheNewPaceSays() throws InterruptedException {
        RateLimiter limiter = warm(20);
        Permit refused = send(limiter);

        assertThat(limiter.throttled(refused)).isTrue();
        limiter.acquire();

        assertThat(time.sleeps()).last().isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void throttlingIsLoggedOnceForATimeOfFullPace() throws InterruptedException {
        RateLimiter limiter = warm(20);
        Permit first = send(limiter);
        Permit second = send(limiter);

        try (LoggedLines log = new LoggedLines(RateLimiter.class)) {
            first.throttled("RequestLimitExceeded");
            second.throttled("RequestLimitExceeded");
            send(limiter).throttled("RequestLimitExceeded");

            assertThat(log.lines())
                    .containsExactly("WARN TRRO throttles; the pace is halved and climbs back"
                            + " code=\"RequestLimitExceeded\"");
        }
    }

    @Test
    void aStartThatIsLateByAWholeSpaceIsNotCaughtUp() throws InterruptedException {
        RateLimiter limiter = warm(20);
        limiter.acquire();
        time.advance(Duration.ofMillis(100)); // free after 50 ms

        limiter.acquire();
        limiter.acquire();

        assertThat(time.sleeps()).last().isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void refusesALimitOfNothing() {
        assertThatThrownBy(() -> new RateLimiter(0, time))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("requestsPerSecond is below 1: 0");
    }

    @Test
    void grantsNothingWhileNoCallMayBeMadeAndSaysSoOfThoseThatWereGranted() throws Exception {
        FakeTime clock = new FakeTime("2026-11-30T03:00:00Z");
        Instant opens = clock.now().plusSeconds(10);
        Instant closes = opens.plusSeconds(5);
        RateLimiter limiter = new RateLimiter(
                20, clock, () -> !clock.now().isBefore(opens) && clock.now().isBefore(closes));

        Permit permit = limiter.acquire();

        assertThat(clock.now()).isBetween(opens, opens.plusMillis(200));
        assertThat(permit.mayLeave()).isTrue();
        clock.advance(Duration.ofSeconds(5));
        assertThat(permit.mayLeave()).isFalse();
    }
}
