package trro.exporter.polling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.model.PollTarget;
import trro.exporter.support.Slow;

/** Thousands of targets for hours, each second of which is a pass over all of them. */
@Slow
class LongQueueTest extends QueueBench {

    @ParameterizedTest
    @EnumSource(names = {"UNAUTHORIZED", "SERVER", "NETWORK", "MALFORMED"})
    void aBrokenProjectCostsAlmostNothingOfTheBudget(Kind kind) {
        PollQueue queue = queue(targets("broken", 1000), targets("works", 2000));

        Map<PollTarget, List<Long>> asked = poll(
                queue,
                Duration.ofMinutes(30),
                50 * MILLI,
                target -> target.projectId().equals("broken") ? Optional.of(kind) : Optional.empty());

        assertThat(count(asked, target -> target.projectId().equals("broken"))).isBetween(5L, 60L);
        assertThat(count(asked, target -> target.projectId().equals("works"))).isGreaterThan(35_900);
    }

    @Test
    void aProjectThatComesBackIsAskedAtOnceAndDoesNotTakeAllTurns() {
        PollQueue queue = queue(targets("back", 400), targets("works", 400));
        poll(queue, Duration.ofMinutes(2), 50 * MILLI, target -> Optional.empty());
        poll(
                queue,
                Duration.ofHours(3),
                50 * MILLI,
                target -> target.projectId().equals("back") ? Optional.of(Kind.NETWORK) : Optional.empty());

        Map<PollTarget, List<Long>> asked = poll(queue, Duration.ofMinutes(3), 50 * MILLI, target -> Optional.empty());

        long back = count(asked, target -> target.projectId().equals("back"));
        long works = count(asked, target -> target.projectId().equals("works"));
        assertThat(back).isGreaterThan(1000);
        assertThat(works).isGreaterThan(1000);
    }

    @Test
    void noTargetStarvesHoweverFarTheBudgetIsExceeded() {
        PollQueue queue = queue(targets("a", 2000), targets("b", 10));

        // 20 a second for 6,036 targets that want 34 a second
        Map<PollTarget, List<Long>> asked = poll(queue, Duration.ofHours(4), 50 * MILLI, target -> Optional.empty());

        for (PollTarget target : asked.keySet()) {
            long pollInterval = POLL_INTERVALS
                    .getOrDefault(target.interval(), Duration.ZERO)
                    .toNanos();
            List<Long> times = asked.getOrDefault(target, List.of());
            for (int i = 1; i < times.size(); i++) {
                assertThat(times.get(i) - times.get(i - 1)).as("%s", target).isLessThan(6 * pollInterval);
            }
        }
        assertThat(asked).hasSize(queue.size() - 1); // without the first
    }
}
