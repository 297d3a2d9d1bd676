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

class ListPagesTest {

    private static final Moment ASKED_AT = new Moment(Instant.parse("2026-11-22T08:20:00Z"), 7);

    private final ListPages<String> pages = new ListPages<>(3, Function.identity(), ASKED_AT);

    private static Page<String> page(String... rows) {
        return new Page<>("r", List.of(rows), OptionalLong.empty(), 0);
    }

    private static Page<String> page(long total, String... rows) {
        return new Page<>("r", List.of(rows), OptionalLong.of(total), 0);
    }

    @Test
    void pagesAreAskedForOneAfterTheOtherUntilOneHasRoomLeft() throws ApiException {
        assertThat(pages.next()).isEqualTo(new PageQuery(1, 3));
        assertThat(pages.add(page("a", "b", "c"))).isFalse();
        assertThat(pages.next()).isEqualTo(new PageQuery(2, 3));

        boolean last = pages.add(page("d"));

        assertThat(last).isTrue();
        assertThat(pages.snapshot()).isEqualTo(new ListSnapshot<>(List.of("a", "b", "c", "d"), 0, 2, 0, ASKED_AT));
    }

    @Test
    void aPageOfWhichNothingCanBeReadDoesNotEndTheList() throws ApiException {
        assertThat(pages.add(page("a", "b", "c"))).isFalse();
        assertThat(pages.add(new Page<>("r", List.of(), OptionalLong.empty(), 3)))
                .isFalse();
        assertThat(pages.add(page("d"))).isTrue();

        assertThat(pages.snapshot()).isEqualTo(new ListSnapshot<>(List.of("a", "b", "c", "d"), 0, 3, 3, ASKED_AT));
    }

    @Test
    void aListOfWhichNothingCanBeReadIsNone() {
        assertThat(pages.add(new Page<>("r", List.of(), OptionalLong.of(2), 2))).isTrue();

        assertThatThrownBy(pages::snapshot)
                .isInstanceOf(ApiException.class)
                .hasMessage("none of its 2 rows could be read, as if they had no id");
    }

    @Test
    void anEmptyListIsWholeAtOnce() throws ApiException {
        assertThat(pages.add(page())).isTrue();

        assertThat(pages.snapshot().rows()).isEmpty();
    }

    @Test
    void aFullPageIsNeverTheLastWhateverTheTotalSays() {
        assertThat(pages.add(page(3, "a", "b", "c"))).isFalse();
        assertThat(pages.add(page(0, "d", "e", "f"))).isFalse();

        assertThat(pages.add(page(0))).isTrue();
    }

    @Test
    void aShortPageIsNotTheLastWhileTheTotalPromisesMore() {
        assertThat(pages.add(page(4, "a", "b"))).isFalse();

        assertThat(pages.add(page(4, "c", "d"))).isTrue();
    }

    @Test
    void aTotalThatPromisesTooMuchEndsWithAnEmptyPage() throws ApiException {
        assertThat(pages.add(page(99, "a", "b"))).isFalse();

        assertThat(pages.add(page(99))).isTrue();
        assertThat(pages.snapshot().unread()).isZero();
    }

    @Test
    void aServerThatRepeatsItselfIsNotAskedForEver() throws ApiException {
        assertThat(pages.add(page(1000, "a", "b", "c"))).isFalse();

        assertThat(pages.add(page(1000, "a", "b", "c"))).isTrue();
        assertThat(pages.snapshot().unread())
                .as("what is not seen is not taken for absent")
                .isEqualTo(997);
    }

    @Test
    void rowsThatCannotBeReadFillAPageToo() {
        Page<String> full = new Page<>("r", List.of("a"), OptionalLong.empty(), 2);

        assertThat(pages.add(full)).isFalse();
    }

    @Test
    void rowsMayRepeatOnAPageAndOverPages() throws ApiException {
        assertThat(pages.add(page("a", "a", "b"))).isFalse();
        assertThat(pages.add(page("b", "c"))).isTrue();

        assertThat(pages.snapshot().rows()).containsExactly("a", "a", "b", "b", "c");
    }

    @Test
    void whatIsBeyondTheMostRowsIsNotAskedForButCounted() throws ApiException {
        ListPages<Integer> pages = new ListPages<>(100, Function.identity(), ASKED_AT);

        int asked = pagesOf(pages, 100, OptionalLong.of(60_123));

        assertThat(asked).isEqualTo(500);
        assertThat(pages.snapshot().rows()).hasSize(50_000);
        assertThat(pages.snapshot().unread()).isEqualTo(10_123);
    }

    @Test
    void moreThanTheMostRowsIsCountedAsAtLeastOneWithoutATotal() throws ApiException {
        ListPages<Integer> pages = new ListPages<>(100, Function.identity(), ASKED_AT);

        pagesOf(pages, 100, OptionalLong.empty());

        assertThat(pages.snapshot().unread()).isEqualTo(1);
    }

    @Test
    void noMoreThanTheMostPagesAreAskedForHoweverShortTheyAre() throws ApiException {
        ListPages<Integer> pages = new ListPages<>(100, Function.identity(), ASKED_AT);

        int asked = pagesOf(pages, 1, OptionalLong.of(5_200));

        assertThat(asked).isEqualTo(5_000);
        assertThat(pages.snapshot().unread()).isEqualTo(200);
    }

    @Test
    void aListOfLessThanTheMostRowsLacksNothing() throws ApiException {
        ListPages<Integer> pages = new ListPages<>(1_000, Function.identity(), ASKED_AT);
        List<Integer> rows = IntStream.range(0, 49_999).boxed().toList();

        boolean last = false;
        for (int from = 0; !last; from += 1_000) {
            last = pages.add(new Page<>(
                    "r", rows.subList(from, Math.min(from + 1_000, rows.size())), OptionalLong.of(rows.size()), 0));
        }

        assertThat(pages.snapshot().rows()).hasSize(49_999);
        assertThat(pages.snapshot().unread()).isZero();
    }

    /** Answers with new rows for ever; returns how many pages were asked for. */
    private static int pagesOf(ListPages<Integer> pages, int rowsOnPage, OptionalLong total) {
        int next = 0;
        int asked = 0;
        boolean last = false;
        while (!last) {
            List<Integer> rows = new ArrayList<>();
            for (int i = 0; i < rowsOnPage; i++) {
                rows.add(next++);
            }
            last = pages.add(new Page<>("r", rows, total, 0));
            asked++;
        }
        return asked;
    }
}
