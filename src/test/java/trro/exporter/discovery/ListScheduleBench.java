package trro.exporter.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import trro.exporter.api.ApiException;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.discovery.ListSchedule.Entry;
import trro.exporter.time.Moment;

/** A {@link ListSchedule} with a clock that a test moves. */
final class ListScheduleBench {

    static final Duration INTERVAL = Duration.ofMinutes(10);
    static final int MOST_UNDER_WAY = 3;
    static final Instant START = Instant.parse("2026-11-22T08:20:00Z");

    final ListSchedule schedule = new ListSchedule(INTERVAL);
    Duration now = Duration.ZERO;

    static ApiException failure(Kind kind, String code) {
        return new ApiException(kind, code, "from the test", Optional.empty());
    }

    void keep(String... keys) {
        schedule.keep(Set.of(keys), now.toNanos());
    }

    Optional<Entry> take() {
        return schedule.take(MOST_UNDER_WAY, now.toNanos());
    }

    Entry taken() {
        return take().orElseThrow();
    }

    Duration untilDue() {
        return Duration.ofNanos(schedule.nanosUntilDue(MOST_UNDER_WAY, now.toNanos()));
    }

    void pass(Duration span) {
        now = now.plus(span);
    }

    Moment moment() {
        return new Moment(START.plus(now), now.toNanos());
    }

    /** The list was read as a whole, in no time. */
    void finish(Entry list) {
        finish(list, moment());
    }

    void finish(Entry list, Moment askedAt) {
        schedule.answered(list);
        schedule.finished(list, askedAt, now.toNanos());
    }

    /** Returns whether a smaller page is tried before the list counts as failing. */
    boolean fail(Entry list, ApiException failure) {
        return schedule.failed(list, failure, now.toNanos());
    }

    void refuse(Entry list, ApiException failure, Duration atLeast) {
        schedule.refused(list, failure, atLeast, now.toNanos());
    }

    Duration oldestCall() {
        return Duration.ofNanos(schedule.oldestCallNanos(now.toNanos()));
    }
}
