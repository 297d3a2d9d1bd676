package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ApiException;
import trro.exporter.api.Page;
import trro.exporter.api.PageQuery;
import trro.exporter.time.Moment;

class PassTest {

    private static final Moment ASKED_AT = new Moment(Instant.parse("2026-11-22T08:20:00Z"), 7);

    private final Pass<String> pass = new Pass<>(3, Function.identity(), ASKED_AT);

    private static Page<String> page(String... rows) {
        return new Page<>("r", List.of(rows), OptionalLong.empty(), 0);
    }

    private static Page<String> page(long total, String... rows) {
        return new Page<>("r", List.of(rows), OptionalLong.of(total), 0);
    }

    @Test
    void pagesAreAskedForOneAfterTheOtherUntilOneHasRoomLeft() throws ApiException {
        assertThat(pass.next()).isEqualTo(new PageQuery(1, 3));
        assertThat(pass.add(page("a", "b", "c"))).isFalse();
        assertThat(pass.next()).isEqualTo(new PageQuery(2, 3));

        boolean last = pass.add(page("d"));

        assertThat(last).isTrue();
        assertThat(pass.list()).isEqualTo(new ListSnapshot<>(List.of("a", "b", "c", "d"), 0, 2, 0, ASKED_AT));
    }

    @Test
    void aPageOfWhichNothingCanBeReadDoesNotEndTheList() throws ApiException {
        assertThat(pass.add(page("a", "b", "c"))).isFalse();
        assertThat(pass.add(new Page<>("r", List.of(), OptionalLong.empty(), 3)))
                .isFalse();
        assertThat(pass.add(page("d"))).isTrue();

        assertThat(pass.list()).isEqualTo(new ListSnapshot<>(List.of("a", "b", "c", "d"), 0, 3, 3, ASKED_AT));
    }

    @Test
    void aListOfWhichNothingCanBeReadIsNone() {
        assertThat(pass.add(new Page<>("r", List.of(), OptionalLong.of(2), 2))).isTrue();

        assertThatThrownBy(pass::list)
                .isInstanceOf(ApiException.class)
                .hasMessage("none of its 2 rows could be read, as if they had no id");
    }

    @Test
    void anEmptyListIsWholeAtOnce() throws ApiException {
        assertThat(pass.add(page())).isTrue();

        assertThat(pass.list().rows()).isEmpty();
    }

    @Test
    void aFullPageIsNeverTheLastWhateverTheTotalSays() {
        assertThat(pass.add(page(3, "a", "b", "c"))).isFalse();
        assertThat(pass.add(page(0, "d", "e", "f"))).isFalse();

        assertThat(pass.add(page(0))).isTrue();
    }

    @Test
    void aShortPageIsNotTheLastWhileTheTotalPromisesMore() {
        assertThat(pass.add(page(4, "a", "b"))).isFalse();

        assertThat(pass.add(page(4, "c", "d"))).isTrue();
    }

    @Test
    void aTotalThatPromisesTooMuchEndsWithAnEmptyPage() throws ApiException {
        assertThat(pass.add(page(99, "a", "b"))).isFalse();

        assertThat(pass.add(page(99))).isTrue();
        assertThat(pass.list().unread()).isZero();
    }

    @Test
    void aServerThatRepeatsItselfIsNotAskedForEver() throws ApiException {
        assertThat(pass.add(page(1000, "a", "b", "c"))).isFalse();

        assertThat(pass.add(page(1000, "a", "b", "c"))).isTrue();
        assertThat(pass.list().unread())
                .as("what is not seen is not taken for absent")
                .isEqualTo(997);
    }

    @Test
    void rowsThatCannotBeReadFillAPageToo() {
        Page<String> full = new Page<>("r", List.of("a"), OptionalLong.empty(), 2);

        assertThat(pass.add(full)).isFalse();
    }

    @Test
    void rowsMayRepeatOnAPageAndOverPages() throws ApiException {
        assertThat(pass.add(page("a", "a", "b"))).isFalse();
        assertThat(pass.add(page("b", "c"))).isTrue();

        assertThat(pass.list().rows()).containsExactly("a", "a", "b", "b", "c");
    }

    @Test
    void whatIsBeyondTheMostRowsIsNotAskedForButCounted() throws ApiException {
        Pass<Integer> pass = new Pass<>(100, Function.identity(), ASKED_AT);

        int pages = pagesOf(pass, 100, OptionalLong.of(60_123));

        assertThat(pages).isEqualTo(500);
        assertThat(pass.list().rows()).hasSize(50_000);
        assertThat(pass.list().unread()).isEqualTo(10_123);
    }

    @Test
    void moreThanTheMostRowsIsCountedAsAtLeastOneWithoutATotal() throws ApiException {
        Pass<Integer> pass = new Pass<>(100, Function.identity(), ASKED_AT);

        pagesOf(pass, 100, OptionalLong.empty());

        assertThat(pass.list().unread()).isEqualTo(1);
    }

    @Test
    void noMoreThanTheMostPagesAreAskedForHoweverShortTheyAre() throws ApiException {
        Pass<Integer> pass = new Pass<>(100, Function.identity(), ASKED_AT);

        int pages = pagesOf(pass, 1, OptionalLong.of(5_200));

        assertThat(pages).isEqualTo(5_000);
        assertThat(pass.list().unread()).isEqualTo(200);
    }

    @Test
    void aListOfLessThanTheMostRowsLacksNothing() throws ApiException {
        Pass<Integer> pass = new Pass<>(1_000, Function.identity(), ASKED_AT);
        List<Integer> rows = IntStream.range(0, 49_999).boxed().toList();

        boolean last = false;
        for (int from = 0; !last; from += 1_000) {
            last = pass.add(new Page<>(
                    "r", rows.subList(from, Math.min(from + 1_000, rows.size())), OptionalLong.of(rows.size()), 0));
        }

        assertThat(pass.list().rows()).hasSize(49_999);
        assertThat(pass.list().unread()).isZero();
    }

    /** Answers with new rows for ever; returns how many pages were asked for. */
    private static int pagesOf(Pass<Integer> pass, int rowsOnPage, OptionalLong total) {
        int next = 0;
        int pages = 0;
        boolean last = false;
        while (!last) {
            List<Integer> rows = new ArrayList<>();
            for (int i = 0; i < rowsOnPage; i++) {
                rows.add(next++);
            }
            last = pass.add(new Page<>("r", rows, total, 0));
            pages++;
        }
        return pages;
    }
}
