package trro.exporter.polling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;

/** Makes queues and asks what they give, in virtual time; tests of the queue extend it. */
class QueueBench {

    static final Map<StatisticInterval, Duration> POLL_INTERVALS = Map.of(
            StatisticInterval.HOUR, Duration.ofMinutes(1),
            StatisticInterval.DAY, Duration.ofMinutes(10),
            StatisticInterval.MONTH, Duration.ofHours(1));
    static final long MILLI = 1_000_000;
    static final long SECOND = 1000 * MILLI;

    /** Nanoseconds of the steady clock. */
    long now = 42;

    static List<PollTarget> targets(String projectId, int devices) {
        List<PollTarget> targets = new ArrayList<>();
        for (StatisticInterval interval : StatisticInterval.values()) {
            targets.add(PollTarget.ofProject(projectId, interval));
            for (int device = 0; device < devices; device++) {
                targets.add(PollTarget.ofDevice(projectId, "d" + device, interval));
            }
        }
        return targets;
    }

    PollQueue queue(List<PollTarget> targets, List<PollTarget> more) {
        return queue(Stream.concat(targets.stream(), more.stream()).toList());
    }

    /** A queue whose first call was answered, so that it no longer goes alone. */
    PollQueue queue(List<PollTarget> targets) {
        PollTarget first = PollTarget.ofProject("first", StatisticInterval.HOUR);
        PollQueue queue = new PollQueue(
                Stream.concat(Stream.of(first), targets.stream()).toList(),
                new PollPace(POLL_INTERVALS, POLL_INTERVALS),
                20,
                8,
                now);
        assertThat(queue.take(now)).contains(first);
        queue.answered(first, now, NextPoll.after(Duration.ofDays(1000)));
        return queue;
    }

    /** Asks one target every {@code stepNanos} for a while, with answers that come at once; returns who was asked when. */
    Map<PollTarget, List<Long>> poll(
            PollQueue queue, Duration span, long stepNanos, Function<PollTarget, Optional<Kind>> outcome) {
        Map<PollTarget, List<Long>> asked = new HashMap<>();
        for (long end = now + span.toNanos(); now < end; now += stepNanos) {
            queue.take(now).ifPresent(target -> {
                asked.computeIfAbsent(target, t -> new ArrayList<>()).add(now);
                Optional<Kind> failure = outcome.apply(target);
                if (failure.isPresent()) {
                    queue.failed(target, now, failure.get());
                } else {
                    queue.answered(
                            target, now, NextPoll.after(POLL_INTERVALS.getOrDefault(target.interval(), Duration.ZERO)));
                }
            });
        }
        return asked;
    }

    static long count(Map<PollTarget, List<Long>> asked, Predicate<PollTarget> which) {
        return asked.entrySet().stream()
                .filter(entry -> which.test(entry.getKey()))
                .mapToLong(entry -> entry.getValue().size())
                .sum();
    }
}
