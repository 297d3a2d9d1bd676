package trro.exporter.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import trro.exporter.support.FakeTime;
import trro.exporter.support.LoggedLines;

class PacedLoopTest {

    /** Ends a call, or a turn of the loop. */
    private static final class BugException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private interface Body {
        void run(Permit permit) throws InterruptedException;
    }

    private final FakeTime time = new FakeTime("2026-11-22T08:00:00Z");
    private final RateLimiter limiter = new RateLimiter(1, time);
    private final Deque<Body> waiting = new ArrayDeque<>();
    private final List<String> events = new ArrayList<>();
    private long idleNanos;
    private boolean bugInChoice;

    private final PacedLoop.Calls calls = new PacedLoop.Calls() {
        @Override
        public long nanosUntilDue(long nowNanos) {
            if (bugInChoice) {
                throw new BugException();
            }
            return idleNanos;
        }

        @Override
        public Optional<PacedLoop.Call> next(long nowNanos) {
            return Optional.ofNullable(waiting.poll()).map(PacedLoopTest.this::call);
        }

        @Override
        public Duration oldestUnderWay() {
            return Duration.ofSeconds(7);
        }
    };

    private PacedLoop.Call call(Body body) {
        return new PacedLoop.Call() {
            @Override
            public void run(Permit permit) throws InterruptedException {
                events.add("call");
                body.run(permit);
            }

            @Override
            public void brokeOff() {
                events.add("broke off");
            }
        };
    }

    private PacedLoop run(Executor workers, Duration span) {
        PacedLoop loop = new PacedLoop(calls, limiter, workers, () -> events.add("defect"), time);
        time.endAfter(span);
        loop.run();
        assertThat(Thread.interrupted())
                .as("leaves the interrupt for its caller")
                .isTrue();
        return loop;
    }

    @Test
    void endsThePermitOfACallOrOfNone() {
        for (int i = 0; i < 5; i++) {
            waiting.add(Permit::sent); // then none
        }

        run(Runnable::run, Duration.ofSeconds(20));

        assertThat(events).containsOnly("call").hasSize(5);
        assertThat(limiterGrantsSoon()).as("no place is held").isTrue();
    }

    /** A permit that nobody ended would hold the only place for ever. */
    private boolean limiterGrantsSoon() {
        time.endAfter(Duration.ofSeconds(10));
        try {
            limiter.acquire();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Test
    void looksAgainSoonWhileNothingIsDue() {
        idleNanos = Duration.ofHours(1).toNanos();

        run(Runnable::run, Duration.ofSeconds(1));

        assertThat(time.sleeps()).hasSize(5).containsOnly(Duration.ofMillis(200));
    }

    @Test
    void aCallThatEndsByADefectIsBrokenOffAndCountedAndTheDefectIsLoggedOnce() {
        for (int i = 0; i < 2; i++) {
            waiting.add(permit -> {
                throw new BugException();
            });
        }
        waiting.add(permit -> {});

        try (LoggedLines log = new LoggedLines(PacedLoop.class)) {
            run(Runnable::run, Duration.ofSeconds(20));

            assertThat(log.lines())
                    .containsExactly(
                            "ERROR a defect of this program ended a call; more of them are counted, not logged");
        }
        assertThat(events).containsExactly("call", "defect", "broke off", "call", "defect", "broke off", "call");
        assertThat(limiterGrantsSoon()).isTrue();
    }

    @Test
    void aCallThatIsInterruptedIsBrokenOffAndIsNoDefect() {
        waiting.add(permit -> {
            throw new InterruptedException();
        });

        run(Runnable::run, Duration.ofSeconds(20));

        assertThat(events).containsExactly("call", "broke off");
        assertThat(time.sleeps()).as("the loop ends at once").hasSize(1);
    }

    @Test
    void aCallThatNoWorkerTakesIsBrokenOffAndTheLoopGoesOnAfterASecond() {
        waiting.add(permit -> {});
        Executor none = work -> {
            throw new RejectedExecutionException();
        };

        run(none, Duration.ofSeconds(5));

        assertThat(events).containsExactly("broke off", "defect");
        assertThat(time.sleeps()).contains(Duration.ofSeconds(1));
        assertThat(limiterGrantsSoon()).isTrue();
    }

    @Test
    void aDefectInTheChoiceDoesNotStopTheLoop() {
        bugInChoice = true;

        PacedLoop loop = run(Runnable::run, Duration.ofSeconds(3));

        assertThat(events).containsOnly("defect").hasSize(4);
        assertThat(loop.sinceLastBeat()).isZero();
        time.advance(Duration.ofSeconds(9));
        assertThat(loop.sinceLastBeat()).isEqualTo(Duration.ofSeconds(9));
        assertThat(loop.oldestCall()).isEqualTo(Duration.ofSeconds(7));
    }
}
