package trro.exporter.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import trro.exporter.support.FakeTime;

class RateLimiterTest {

    private static final long SECOND = 1_000_000_000L;

    private final FakeTime time = new FakeTime("2026-11-22T08:00:00Z");

    @Test
    void waitsFirstSinceAnEarlierProcessMayHaveUsedTheLimitUp() throws InterruptedException {
        RateLimiter limiter = new RateLimiter(20, time);

        limiter.acquire();

        assertThat(time.sleeps()).containsExactly(Duration.ofMillis(1030));
    }

    @Test
    void spacesStartsEvenly() throws InterruptedException {
        RateLimiter limiter = new RateLimiter(20, time);

        for (int i = 0; i < 22; i++) {
            limiter.acquire();
        }

        assertThat(time.sleeps().subList(1, 20)).containsOnly(Duration.ofMillis(50));
        assertThat(time.sleeps().subList(20, 22))
                .as("the log binds")
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
    void idleTimeEarnsNothing() throws InterruptedException {
        RateLimiter limiter = new RateLimiter(20, time);
        limiter.acquire();
        time.advance(Duration.ofHours(1));

        limiter.acquire();
        limiter.acquire();

        assertThat(time.sleeps()).last().isEqualTo(Duration.ofMillis(50));
    }

    /** Starts a second of a limiter for 20, over 2,000 calls. */
    private double paceOf(BiConsumer<RateLimiter, Long> afterStart) throws InterruptedException {
        RateLimiter limiter = new RateLimiter(20, time);
        limiter.acquire();
        long from = time.nanoTime();
        for (int i = 0; i < 2000; i++) {
            afterStart.accept(limiter, limiter.acquire());
        }
        return 2000.0 * SECOND / (time.nanoTime() - from);
    }

    @Test
    void usesAtLeast97PercentOfTheLimitWhenWakeUpsAreOnTime() throws InterruptedException {
        assertThat(paceOf((limiter, start) -> {})).isBetween(19.4, 20.0);
    }

    @Test
    void usesMoreOfTheLimitWhereAnswersShowThatCallsHaveArrived() throws InterruptedException {
        double pace = paceOf((limiter, start) -> {
            time.advance(Duration.ofMillis(10));
            limiter.answered(start);
        });

        assertThat(pace).isCloseTo(20 / 1.010, within(0.01));
    }

    @Test
    void anAnswerLaterThanTheJitterChangesNothing() throws InterruptedException {
        RateLimiter limiter = new RateLimiter(1, time);
        long start = limiter.acquire();
        time.advance(Duration.ofMillis(700));
        limiter.answered(start);

        assertThat(limiter.acquire() - start).isEqualTo(Duration.ofMillis(1030).toNanos());
    }

    @Test
    void neverLetsMoreThanTheLimitArriveInAnySecondWhateverDelaysStartsAndTravel() throws InterruptedException {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            int limit = 1 + random.nextInt(20);
            RateLimiter limiter = new RateLimiter(limit, time);
            List<Long> arrivals = new ArrayList<>();
            List<Call> unanswered = new ArrayList<>();

            for (int i = 0; i < 500; i++) {
                long start = limiter.acquire();
                if (random.nextInt(5) == 0) {
                    time.advance(Duration.ofMillis(random.nextInt(1500))); // a pause between grant and send
                    start = limiter.recount(start).orElse(Long.MIN_VALUE);
                    start = start == Long.MIN_VALUE ? limiter.acquire() : start;
                }
                long arrival = start + (long) (random.nextDouble() * RateLimiter.JITTER.toNanos());
                arrivals.add(arrival);
                unanswered.add(new Call(start, arrival + random.nextInt(100_000_000)));
                disturb(limiter, start, random);
                answer(limiter, unanswered);
            }

            assertThat(mostInAnySecond(arrivals))
                    .as("seed %d, limit %d", seed, limit)
                    .isLessThanOrEqualTo(limit);
        }
    }

    private record Call(long start, long answer) {}

    private void answer(RateLimiter limiter, List<Call> calls) {
        List<Call> answered =
                calls.stream().filter(call -> call.answer() <= time.nanoTime()).toList();
        answered.forEach(call -> limiter.answered(call.start()));
        calls.removeAll(answered);
    }

    private void disturb(RateLimiter limiter, long start, Random random) {
        double dice = random.nextDouble();
        if (dice < 0.3) {
            time.advance(Duration.ofNanos(random.nextInt(40_000_000))); // late wake-up
        } else if (dice < 0.35) {
            time.advance(Duration.ofMillis(random.nextInt(5_000))); // nothing to ask for, or a pause of the machine
        } else if (dice < 0.37) {
            limiter.throttled(start);
        }
    }

    private static int mostInAnySecond(List<Long> arrivals) {
        long[] sorted = arrivals.stream().mapToLong(Long::longValue).sorted().toArray();
        int most = 0;
        for (int first = 0, last = 0; last < sorted.length; last++) {
            while (sorted[last] - sorted[first] >= SECOND) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    @Test
    void theCountOfArrivalsInTheTestAboveSeesAnExcess() {
        assertThat(mostInAnySecond(Arrays.asList(0L, 5L, SECOND - 1, SECOND, SECOND + 1)))
                .isEqualTo(4);
    }

    @Test
    void aCallThatBeginsLateIsCountedFromThen() throws InterruptedException {
        RateLimiter limiter = new RateLimiter(2, time);
        limiter.acquire();
        long second = limiter.acquire();
        time.advance(Duration.ofMillis(300));

        long late = limiter.recount(second).orElseThrow();
        limiter.acquire();
        limiter.acquire();

        assertThat(time.nanoTime() - late).isEqualTo(Duration.ofMillis(1030).toNanos());
    }

    @Test
    void aPermitLongForgottenNeedsAnother() throws InterruptedException {
        RateLimiter limiter = new RateLimiter(2, time);
        long forgotten = limiter.acquire();
        limiter.acquire();
        limiter.acquire();

        assertThat(limiter.recount(forgotten)).isEmpty();
    }

    @Test
    void halvesThePaceWhenThrottledAndClimbsBack() throws InterruptedException {
        RateLimiter limiter = new RateLimiter(20, time);
        assertThat(limiter.requestsPerSecond()).isCloseTo(19.417, within(0.001));

        assertThat(limiter.throttled(limiter.acquire())).as("was at full pace").isTrue();
        assertThat(limiter.requestsPerSecond()).isCloseTo(10, within(0.001));

        time.advance(Duration.ofSeconds(30));
        assertThat(limiter.requestsPerSecond()).isCloseTo(15, within(0.001));
        assertThat(limiter.throttled(limiter.acquire())).as("was at full pace").isFalse();

        time.advance(Duration.ofMinutes(2));
        assertThat(limiter.requestsPerSecond()).isCloseTo(19.417, within(0.001));
    }

    @Test
    void aThrottledSpellOfCallsAlreadySentHalvesThePaceOnce() throws InterruptedException {
        RateLimiter limiter = new RateLimiter(20, time);
        long first = limiter.acquire();
        long second = limiter.acquire();

        limiter.throttled(first);
        limiter.throttled(second);

        assertThat(limiter.requestsPerSecond()).isCloseTo(10, within(0.001));
    }

    @Test
    void theSlowestPaceOfTheSmallestBudgetStillShowsThatTheLoopIsAlive() throws InterruptedException {
        RateLimiter limiter = new RateLimiter(1, time);

        for (int i = 0; i < 100; i++) {
            limiter.throttled(limiter.acquire());
        }

        assertThat(time.sleeps()).allMatch(wait -> wait.compareTo(Duration.ofSeconds(20)) < 0);
    }

    @Test
    void keepsAskingHoweverOftenItIsThrottled() throws InterruptedException {
        RateLimiter limiter = new RateLimiter(20, time);

        for (int i = 0; i < 100; i++) {
            limiter.throttled(limiter.acquire());
        }

        assertThat(limiter.requestsPerSecond()).isGreaterThan(1.2);
    }

    @Test
    void refusesALimitOfNothing() {
        assertThatThrownBy(() -> new RateLimiter(0, time))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("requestsPerSecond is below 1: 0");
    }
}
