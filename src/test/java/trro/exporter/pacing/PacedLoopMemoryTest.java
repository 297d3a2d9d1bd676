package trro.exporter.pacing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.support.FakeTime;

/** Want of memory is no defect to be survived: whoever started the thread ends the process for it. */
class PacedLoopMemoryTest {

    private final OutOfMemoryError fatal = new OutOfMemoryError("a test");
    private final FakeTime time = new FakeTime("2026-11-22T08:20:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"choosing", "calling"})
    void endsForWantOfMemory(String moment) {
        PacedLoop loop = loop(moment, Runnable::run);

        assertThatThrownBy(loop::run).isSameAs(fatal);
    }

    @Test
    void endsWhenThereIsNoThreadForACall() {
        PacedLoop loop = loop("never", task -> {
            throw fatal;
        });

        assertThatThrownBy(loop::run).isSameAs(fatal);
    }

    private PacedLoop loop(String moment, Executor workers) {
        return new PacedLoop(new Hungry(moment), new RateLimiter(20, time), workers, () -> {}, time);
    }

    private final class Hungry implements PacedLoop.Calls, PacedLoop.Call {

        private final String moment;

        Hungry(String moment) {
            this.moment = moment;
        }

        private void at(String now) {
            if (moment.equals(now)) {
                throw fatal;
            }
        }

        @Override
        public long nanosUntilDue(long nowNanos) {
            return 0;
        }

        @Override
        public Optional<PacedLoop.Call> next(long nowNanos) {
            at("choosing");
            return Optional.of(this);
        }

        @Override
        public Duration oldestUnderWay() {
            return Duration.ZERO;
        }

        @Override
        public void run(Permit permit) {
            at("calling");
        }

        @Override
        public void brokeOff() {}
    }
}
