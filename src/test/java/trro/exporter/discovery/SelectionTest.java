package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import trro.exporter.model.IdFilter;

class SelectionTest {

    private static final Set<String> NOBODY = Set.of();

    private static IdFilter max(int max) {
        return new IdFilter(List.of(), List.of(), max);
    }

    @Test
    void whoIsNotIncludedOrIsExcludedIsCountedAsExcluded() {
        IdFilter trucks = new IdFilter(List.of("truck-.*"), List.of(".*-test"), 10);

        Selection selection =
                Selection.of(List.of("bus-1", "old-truck-1", "truck-1", "truck-2-test"), NOBODY, trucks, NOBODY);

        assertThat(selection).isEqualTo(new Selection(List.of("truck-1"), 3, 0));
    }

    @Test
    void theFirstIdsAreKeptAndTheRestIsCountedAsDropped() {
        assertThat(Selection.of(List.of("a", "b", "c"), NOBODY, max(2), NOBODY))
                .isEqualTo(new Selection(List.of("a", "b"), 0, 1));
    }

    @Test
    void whoWasPolledBeforeStays() {
        Selection selection = Selection.of(List.of("a", "b", "c", "d"), NOBODY, max(3), Set.of("c", "d", "gone"));

        assertThat(selection.kept()).containsExactlyInAnyOrder("c", "d", "a");
        assertThat(selection.dropped()).isEqualTo(1);
    }

    @Test
    void ofThoseWhoWerePolledBeforeTheFirstStayWhenThereIsLessRoom() {
        assertThat(Selection.of(List.of("a", "b", "c"), NOBODY, max(1), Set.of("b", "c"))
                        .kept())
                .containsExactly("b");
    }

    @Test
    void whoIsExcludedDoesNotStayThoughPolledBefore() {
        IdFilter notB = new IdFilter(List.of(), List.of("b"), 2);

        assertThat(Selection.of(List.of("a", "b", "c"), NOBODY, notB, Set.of("b"))
                        .kept())
                .containsExactly("a", "c");
    }

    @Test
    void everyCutAddsToThoseDropped() {
        Selection selection = Selection.of(List.of("a", "b", "c", "d"), NOBODY, max(3), NOBODY)
                .cut(1, Set.of("b"));

        assertThat(selection).isEqualTo(new Selection(List.of("b"), 0, 3));
        assertThat(selection.cut(0, NOBODY)).isEqualTo(new Selection(List.of(), 0, 4));
        assertThat(selection.cut(5, NOBODY)).isEqualTo(selection);
    }

    @Test
    void moreDroppedThanCanBeCountedAreAsManyAsCanBe() {
        assertThat(Selection.NONE.withDropped(Long.MAX_VALUE / 2).dropped()).isEqualTo(Integer.MAX_VALUE);
    }
}
