package trro.exporter.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import trro.exporter.api.ApiException;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.discovery.ListQueue.Turn;

/** A {@link ListQueue} with a clock that a test moves. */
final class ListQueueBench {

    static final Duration INTERVAL = Duration.ofMinutes(10);

    final ListQueue<String> queue = new ListQueue<>(INTERVAL, Function.identity());
    Duration now = Duration.ZERO;

    static ApiException failure(Kind kind, String code) {
        return new ApiException(kind, code, "from the test", Optional.empty());
    }

    void keep(String... keys) {
        queue.keep(Set.of(keys), now.toNanos());
    }

    Optional<Turn<String>> take() {
        return queue.take(now.toNanos(), Instant.parse("2026-11-22T08:20:00Z").plus(now));
    }

    Turn<String> taken() {
        return take().orElseThrow();
    }

    Duration untilDue() {
        return Duration.ofNanos(queue.nanosUntilDue(now.toNanos()));
    }

    void pass(Duration span) {
        now = now.plus(span);
    }

    void finish(Turn<String> turn) {
        queue.finished(turn, now.toNanos());
    }

    /** Returns whether a smaller page is tried before the list counts as failing. */
    boolean fail(Turn<String> turn, ApiException failure) {
        return queue.failed(turn, failure, now.toNanos());
    }

    void next(Turn<String> turn) {
        queue.continues(turn, now.toNanos());
    }

    void refuse(Turn<String> turn, ApiException failure, Duration atLeast) {
        queue.refused(turn, failure, atLeast, now.toNanos());
    }

    Duration oldestCall() {
        return Duration.ofNanos(queue.oldestUnderWayNanos(now.toNanos()));
    }
}
