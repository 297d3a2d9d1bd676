package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.discovery.ListQueueBench.INTERVAL;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import trro.exporter.api.Page;
import trro.exporter.discovery.ListQueue.Turn;

class ListQueueTest {

    private final ListQueueBench bench = new ListQueueBench();

    @Test
    void withoutAListThereIsNothingToDo() {
        assertThat(bench.take()).isEmpty();
        assertThat(bench.untilDue()).isGreaterThan(Duration.ofDays(365));
    }

    @Test
    void newListsAreDueAtOnceAndHaveOnePageUnderWayAtMost() {
        bench.keep("p");
        assertThat(bench.untilDue()).isZero();

        Turn<String> turn = bench.taken();

        assertThat(turn.key()).isEqualTo("p");
        assertThat(turn.pass().next().number()).isEqualTo(1);
        assertThat(bench.take()).isEmpty();
    }

    @Test
    void aLongListDoesNotHoldUpTheOthers() {
        bench.keep("long", "other");
        List<String> turns = new ArrayList<>();

        for (int i = 0; i < 4; i++) {
            Turn<String> turn = bench.taken();
            turns.add(turn.key());
            bench.pass(Duration.ofMillis(50));
            bench.next(turn);
        }

        assertThat(turns.subList(0, 2)).containsExactlyInAnyOrder("long", "other");
        assertThat(turns.subList(2, 4)).containsExactlyElementsOf(turns.subList(0, 2));
    }

    @Test
    void theNextPageBelongsToTheSameReading() {
        bench.keep("p");
        Turn<String> first = bench.taken();
        first.pass().add(new Page<>("r", List.of("a"), OptionalLong.of(2), 0));
        bench.next(first);

        assertThat(bench.taken().pass().next().number()).isEqualTo(2);
    }

    @Test
    void aListIsReadAgainAnIntervalAfterTheStartOfTheLastReading() {
        bench.keep("p");
        Turn<String> turn = bench.taken();
        bench.pass(Duration.ofMinutes(3));
        bench.finish(turn);

        assertThat(bench.untilDue()).isEqualTo(INTERVAL.minusMinutes(3));
        bench.pass(INTERVAL.minusMinutes(3));
        assertThat(bench.taken().pass().startedNanos()).isEqualTo(INTERVAL.toNanos());
    }

    @Test
    void aReadingLongerThanTheIntervalIsFollowedByTheNextAtOnce() {
        bench.keep("p");
        Turn<String> turn = bench.taken();
        bench.pass(INTERVAL.multipliedBy(3));
        bench.finish(turn);

        assertThat(bench.untilDue()).isZero();
    }

    @Test
    void onlySoManyCallsAreUnderWay() {
        Set<String> many = IntStream.range(0, ListQueue.MOST_UNDER_WAY + 5)
                .mapToObj(i -> "p" + i)
                .collect(Collectors.toSet());
        bench.queue.keep(many, 0);
        List<Turn<String>> turns = new ArrayList<>();

        for (Optional<Turn<String>> turn = bench.take(); turn.isPresent(); turn = bench.take()) {
            turns.add(turn.get());
        }

        assertThat(turns).hasSize(ListQueue.MOST_UNDER_WAY);
        assertThat(bench.untilDue()).isEqualTo(Duration.ofMillis(20));
        bench.finish(turns.get(0));
        assertThat(bench.take()).isPresent();
    }

    @Test
    void aListThatIsNoLongerKeptIsNotReadAndItsAnswerFreesAPlace() {
        bench.keep("p", "q");
        Turn<String> one = bench.taken();
        Turn<String> other = bench.taken();

        bench.keep(other.key());
        bench.finish(one);

        assertThat(bench.queue.keys()).containsExactly(other.key());
        assertThat(bench.take()).isEmpty();
        bench.keep("p", "q");
        assertThat(bench.take()).map(Turn::key).contains(one.key());
    }

    @Test
    void tellsHowLongTheOldestCallIsUnderWay() {
        bench.keep("p", "q");
        assertThat(bench.oldestCall()).isZero();
        Turn<String> one = bench.taken();
        bench.pass(Duration.ofSeconds(3));
        bench.taken();
        bench.pass(Duration.ofSeconds(1));

        assertThat(bench.oldestCall()).isEqualTo(Duration.ofSeconds(4));
        bench.finish(one);
        assertThat(bench.oldestCall()).isEqualTo(Duration.ofSeconds(1));
    }
}
