package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ApiException;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.Page;
import trro.exporter.discovery.ListQueue.Turn;

class ListQueueTest {

    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final ApiException BROKEN = failure(Kind.SERVER, "InternalError");
    private static final ApiException FORBIDDEN = failure(Kind.UNAUTHORIZED, "UnauthorizedOperation");
    private static final ApiException TOO_LARGE = failure(Kind.INVALID_REQUEST, "InvalidParameterValue.PageSize");

    private final ListQueue<String> queue = new ListQueue<>(INTERVAL, Function.identity());
    private Duration now = Duration.ZERO;

    private static ApiException failure(Kind kind, String code) {
        return new ApiException(kind, code, "from the test", Optional.empty());
    }

    private void keep(String... keys) {
        queue.keep(Set.of(keys), now.toNanos());
    }

    private Optional<Turn<String>> take() {
        return queue.take(now.toNanos(), Instant.parse("2026-11-22T08:20:00Z").plus(now));
    }

    private Turn<String> taken() {
        return take().orElseThrow();
    }

    private Duration untilDue() {
        return Duration.ofNanos(queue.nanosUntilDue(now.toNanos()));
    }

    private void pass(Duration span) {
        now = now.plus(span);
    }

    private void finish(Turn<String> turn) {
        queue.finished(turn, now.toNanos());
    }

    private void fail(Turn<String> turn, ApiException failure) {
        queue.failed(turn, failure, now.toNanos());
    }

    @Test
    void withoutAListThereIsNothingToDo() {
        assertThat(take()).isEmpty();
        assertThat(untilDue()).isGreaterThan(Duration.ofDays(365));
    }

    @Test
    void newListsAreDueAtOnceAndHaveOnePageUnderWayAtMost() {
        keep("p");
        assertThat(untilDue()).isZero();

        Turn<String> turn = taken();

        assertThat(turn.key()).isEqualTo("p");
        assertThat(turn.pass().next().number()).isEqualTo(1);
        assertThat(take()).isEmpty();
    }

    @Test
    void aLongListDoesNotHoldUpTheOthers() {
        keep("long", "other");
        List<String> turns = new ArrayList<>();

        for (int i = 0; i < 4; i++) {
            Turn<String> turn = taken();
            turns.add(turn.key());
            pass(Duration.ofMillis(50));
            queue.continues(turn, now.toNanos());
        }

        assertThat(turns.subList(0, 2)).containsExactlyInAnyOrder("long", "other");
        assertThat(turns.subList(2, 4)).containsExactlyElementsOf(turns.subList(0, 2));
    }

    @Test
    void theNextPageBelongsToTheSameReading() {
        keep("p");
        Turn<String> first = taken();
        first.pass().add(new Page<>("r", List.of("a"), OptionalLong.of(2), 0));
        queue.continues(first, now.toNanos());

        assertThat(taken().pass().next().number()).isEqualTo(2);
    }

    @Test
    void aListIsReadAgainAnIntervalAfterTheStartOfTheLastReading() {
        keep("p");
        Turn<String> turn = taken();
        pass(Duration.ofMinutes(3));
        finish(turn);

        assertThat(untilDue()).isEqualTo(INTERVAL.minusMinutes(3));
        pass(INTERVAL.minusMinutes(3));
        assertThat(taken().pass().startedNanos()).isEqualTo(INTERVAL.toNanos());
    }

    @Test
    void aReadingLongerThanTheIntervalIsFollowedByTheNextAtOnce() {
        keep("p");
        Turn<String> turn = taken();
        pass(INTERVAL.multipliedBy(3));
        finish(turn);

        assertThat(untilDue()).isZero();
    }

    @Test
    void aListThatFailsIsBegunAnewAfterAPauseThatDoubles() {
        keep("p");
        Turn<String> turn = taken();
        turn.pass().add(new Page<>("r", List.of("a"), OptionalLong.of(9), 0));
        queue.continues(turn, now.toNanos());
        List<Long> pauses = new ArrayList<>();

        for (int i = 0; i < 7; i++) {
            fail(taken(), BROKEN);
            pauses.add(untilDue().toSeconds());
            pass(untilDue());
        }

        assertThat(pauses).containsExactly(2L, 4L, 8L, 16L, 32L, 60L, 60L);
        Turn<String> anew = taken();
        assertThat(anew.pass().next().number()).isEqualTo(1);
        assertThat(anew.pass().list().rows()).isEmpty();
        finish(anew);
        pass(INTERVAL);
        fail(taken(), BROKEN);
        assertThat(untilDue()).as("after a whole reading").isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aListThatFailsHoldsUpNoOther() {
        keep("bad");
        fail(taken(), failure(Kind.NOT_FOUND, "ResourceNotFound"));

        keep("bad", "good");

        assertThat(taken().key()).isEqualTo("good");
        assertThat(untilDue()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aSmallerPageIsTriedSoonWhenOneIsRefused() {
        keep("p");
        List<Integer> sizes = new ArrayList<>();
        List<Long> pauses = new ArrayList<>();

        for (int i = 0; i < 5; i++) {
            Turn<String> turn = taken();
            sizes.add(turn.pass().next().size());
            fail(turn, TOO_LARGE);
            pauses.add(untilDue().toSeconds());
            pass(untilDue());
        }

        assertThat(sizes).containsExactly(100, 50, 20, 10, 10);
        assertThat(pauses.subList(0, 3)).containsExactly(2L, 2L, 2L);
        assertThat(pauses.get(3)).as("the page size is not to blame").isGreaterThanOrEqualTo(60);
    }

    @Test
    void thePageSizeThatWasAllowedIsKept() {
        keep("p");
        fail(taken(), TOO_LARGE);
        pass(untilDue());
        finish(taken());
        pass(INTERVAL);
        fail(taken(), BROKEN);
        pass(untilDue());

        assertThat(taken().pass().next().size()).isEqualTo(50);
    }

    @Test
    void aRefusedActionRestsWithAllItsLists() {
        keep("p", "q");
        Turn<String> one = taken();
        Turn<String> other = taken();
        queue.refused(one, FORBIDDEN, Duration.ZERO, now.toNanos());
        queue.refused(other, FORBIDDEN, Duration.ZERO, now.toNanos());

        assertThat(take()).isEmpty();
        assertThat(untilDue()).as("two at once are one refusal").isEqualTo(Duration.ofMinutes(1));
        pass(untilDue());
        queue.refused(taken(), FORBIDDEN, Duration.ZERO, now.toNanos());
        assertThat(untilDue()).isEqualTo(Duration.ofMinutes(2));
        pass(untilDue());
        finish(taken());
        queue.refused(taken(), FORBIDDEN, Duration.ZERO, now.toNanos());
        assertThat(untilDue()).as("once it was answered").isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aRefusedActionRestsForTheLeastPauseAtLeast() {
        keep("p");

        queue.refused(taken(), failure(Kind.INVALID_REQUEST, "InvalidAction"), Duration.ofHours(6), now.toNanos());

        assertThat(untilDue()).isEqualTo(Duration.ofHours(6));
    }

    @Test
    void onlySoManyCallsAreUnderWay() {
        Set<String> many = IntStream.range(0, ListQueue.MOST_UNDER_WAY + 5)
                .mapToObj(i -> "p" + i)
                .collect(Collectors.toSet());
        queue.keep(many, 0);
        List<Turn<String>> turns = new ArrayList<>();

        for (Optional<Turn<String>> turn = take(); turn.isPresent(); turn = take()) {
            turns.add(turn.get());
        }

        assertThat(turns).hasSize(ListQueue.MOST_UNDER_WAY);
        assertThat(untilDue()).isEqualTo(Duration.ofMillis(20));
        finish(turns.get(0));
        assertThat(take()).isPresent();
    }

    @Test
    void aListThatIsNoLongerKeptIsNotReadAndItsAnswerFreesAPlace() {
        keep("p", "q");
        Turn<String> one = taken();
        Turn<String> other = taken();

        keep(other.key());
        finish(one);

        assertThat(queue.keys()).containsExactly(other.key());
        assertThat(take()).isEmpty();
        keep("p", "q");
        assertThat(take()).map(Turn::key).contains(one.key());
    }

    @Test
    void tellsHowLongTheOldestCallIsUnderWay() {
        keep("p", "q");
        assertThat(queue.oldestUnderWayNanos(now.toNanos())).isZero();
        Turn<String> one = taken();
        pass(Duration.ofSeconds(3));
        taken();
        pass(Duration.ofSeconds(1));

        assertThat(queue.oldestUnderWayNanos(now.toNanos()))
                .isEqualTo(Duration.ofSeconds(4).toNanos());
        finish(one);
        assertThat(queue.oldestUnderWayNanos(now.toNanos()))
                .isEqualTo(Duration.ofSeconds(1).toNanos());
    }
}
