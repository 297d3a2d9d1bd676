package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.discovery.ListScheduleBench.INTERVAL;
import static trro.exporter.discovery.ListScheduleBench.START;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.discovery.ListSchedule.Entry;
import trro.exporter.time.Moment;

class ListScheduleTest {

    private final ListScheduleBench bench = new ListScheduleBench();

    @Test
    void withoutAListThereIsNothingToDo() {
        assertThat(bench.take()).isEmpty();
        assertThat(bench.untilDue()).isGreaterThan(Duration.ofDays(365));
    }

    @Test
    void newListsAreDueAtOnceAndHaveOneReadingUnderWayAtMost() {
        bench.keep("p");
        assertThat(bench.untilDue()).isZero();

        assertThat(bench.taken().key()).isEqualTo("p");

        assertThat(bench.take()).isEmpty();
    }

    @Test
    void aListIsReadAgainAnIntervalAfterTheStartOfTheLastReading() {
        bench.keep("p");
        Entry list = bench.taken();
        Moment askedAt = bench.moment();
        bench.pass(Duration.ofMinutes(3));
        bench.finish(list, askedAt);

        assertThat(bench.untilDue()).isEqualTo(INTERVAL.minusMinutes(3));
        bench.pass(INTERVAL.minusMinutes(3));
        assertThat(bench.taken()).isSameAs(list);
    }

    @Test
    void aReadingLongerThanTheIntervalIsFollowedByTheNextAtOnce() {
        bench.keep("p");
        Entry list = bench.taken();
        Moment askedAt = bench.moment();
        bench.pass(INTERVAL.multipliedBy(3));
        bench.finish(list, askedAt);

        assertThat(bench.untilDue()).isZero();
    }

    @Test
    void theListThatHasBeenDueTheLongestIsNext() {
        bench.keep("p", "q");
        Entry first = bench.taken();
        bench.pass(Duration.ofSeconds(1));
        Entry second = bench.taken();
        bench.finish(second);
        bench.pass(Duration.ofSeconds(1));
        bench.finish(first);
        bench.pass(INTERVAL);

        assertThat(bench.taken()).isSameAs(second);
        assertThat(bench.taken()).isSameAs(first);
    }

    @Test
    void onlySoManyReadingsAreUnderWay() {
        bench.keep("p", "q", "r", "s");
        Entry first = bench.taken();
        bench.taken();
        bench.taken();

        assertThat(bench.take()).isEmpty();
        assertThat(bench.untilDue()).isEqualTo(Duration.ofMillis(20));
        bench.finish(first);
        assertThat(bench.take()).isPresent();
    }

    @Test
    void aListThatIsNoLongerKeptIsNotReadAndItsReadingFreesAPlace() {
        bench.keep("p", "q");
        Entry one = bench.taken();
        Entry other = bench.taken();

        bench.keep(other.key());
        assertThat(bench.schedule.isKept(one)).isFalse();
        assertThat(bench.schedule.isKept(other)).isTrue();
        bench.finish(one);

        assertThat(bench.schedule.keys()).containsExactly(other.key());
        assertThat(bench.take()).isEmpty();
        bench.keep("p", "q");
        assertThat(bench.take()).map(Entry::key).contains(one.key());
    }

    @Test
    void tellsTheLastReadingOfEachListThatIsKept() {
        bench.keep("p", "q");
        bench.finish(bench.taken());
        bench.finish(bench.taken());
        bench.pass(INTERVAL);
        bench.fail(bench.taken(), ListScheduleBench.failure(Kind.SERVER, "InternalError"));
        bench.keep("p", "q", "never");
        assertThat(bench.schedule.lastReads()).isEqualTo(Map.of("p", START, "q", START));

        bench.keep("q", "never");
        assertThat(bench.schedule.lastReads()).isEqualTo(Map.of("q", START));
    }

    @Test
    void theAnswerOfACallThatWasUnderWayDoesNotBringAListBack() {
        bench.keep("p");
        Entry dropped = bench.taken();

        bench.keep();
        bench.finish(dropped);

        assertThat(bench.schedule.lastReads()).isEmpty();
        bench.keep("p");
        assertThat(bench.schedule.lastReads()).isEmpty();
    }

    @Test
    void tellsHowLongTheOldestCallIsUnderWay() {
        bench.keep("p", "q");
        assertThat(bench.oldestCall()).isZero();
        Entry one = bench.taken();
        bench.pass(Duration.ofSeconds(3));
        bench.taken();
        bench.pass(Duration.ofSeconds(1));

        assertThat(bench.oldestCall()).isEqualTo(Duration.ofSeconds(4));
        bench.finish(one);
        assertThat(bench.oldestCall()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aReadingThatWaitsForItsNextPermitHasNoCallUnderWay() {
        bench.keep("p");
        Entry list = bench.taken();

        bench.schedule.answered(list);
        bench.pass(Duration.ofMinutes(5));
        assertThat(bench.oldestCall()).isZero();

        bench.schedule.calls(list, bench.now.toNanos());
        bench.pass(Duration.ofSeconds(1));
        assertThat(bench.oldestCall()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aReadingThatWasGivenUpIsBegunAnewAtOnce() {
        bench.keep("p");
        Entry list = bench.taken();

        bench.schedule.givenUp(list, bench.now.toNanos());

        assertThat(bench.taken()).isSameAs(list);
        assertThat(bench.schedule.lastReads()).isEmpty();
    }
}
