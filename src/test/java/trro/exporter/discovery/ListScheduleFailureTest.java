package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static trro.exporter.discovery.ListScheduleBench.INTERVAL;
import static trro.exporter.discovery.ListScheduleBench.failure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ApiException;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.discovery.ListSchedule.Entry;

class ListScheduleFailureTest {

    private final ApiException broken = failure(Kind.SERVER, "InternalError");
    private final ApiException forbidden = failure(Kind.UNAUTHORIZED, "UnauthorizedOperation");
    private final ApiException tooLarge = failure(Kind.INVALID_REQUEST, "InvalidParameterValue.PageSize");

    private final ListScheduleBench bench = new ListScheduleBench();

    @Test
    void aListThatFailsIsBegunAnewAfterAPauseThatDoubles() {
        bench.keep("p");
        List<Long> pauses = new ArrayList<>();

        for (int i = 0; i < 7; i++) {
            bench.fail(bench.taken(), broken);
            pauses.add(bench.untilDue().toSeconds());
            bench.pass(bench.untilDue());
        }

        assertThat(pauses).containsExactly(2L, 4L, 8L, 16L, 32L, 60L, 60L);
        bench.finish(bench.taken());
        bench.pass(INTERVAL);
        bench.fail(bench.taken(), broken);
        assertThat(bench.untilDue()).as("after a whole reading").isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aListThatFailsHoldsUpNoOther() {
        bench.keep("bad");
        bench.fail(bench.taken(), failure(Kind.NOT_FOUND, "ResourceNotFound"));

        bench.keep("bad", "good");

        assertThat(bench.taken().key()).isEqualTo("good");
        assertThat(bench.untilDue()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aSmallerPageIsTriedSoonWhenOneIsRefused() {
        bench.keep("p");
        List<Integer> sizes = new ArrayList<>();
        List<Long> pauses = new ArrayList<>();

        for (int i = 0; i < 5; i++) {
            Entry list = bench.taken();
            sizes.add(bench.schedule.pageSize(list));
            bench.fail(list, tooLarge);
            pauses.add(bench.untilDue().toSeconds());
            bench.pass(bench.untilDue());
        }

        assertThat(sizes).containsExactly(100, 50, 20, 10, 10);
        assertThat(pauses.subList(0, 3)).containsExactly(2L, 2L, 2L);
        assertThat(pauses.get(3)).as("the page size is not to blame").isGreaterThanOrEqualTo(60);
    }

    @Test
    void thePageSizeThatWasAllowedIsKept() {
        bench.keep("p");
        bench.fail(bench.taken(), tooLarge);
        bench.pass(bench.untilDue());
        bench.finish(bench.taken());
        bench.pass(INTERVAL);
        bench.fail(bench.taken(), broken);
        bench.pass(bench.untilDue());

        assertThat(bench.schedule.pageSize(bench.taken())).isEqualTo(50);
    }

    @Test
    void aRefusedActionRestsWithAllItsLists() {
        bench.keep("p", "q");
        Entry one = bench.taken();
        Entry other = bench.taken();
        bench.refuse(one, forbidden, Duration.ZERO);
        bench.refuse(other, forbidden, Duration.ZERO);

        assertThat(bench.take()).isEmpty();
        assertThat(bench.untilDue()).as("two at once are one refusal").isEqualTo(Duration.ofMinutes(1));
        bench.pass(bench.untilDue());
        bench.refuse(bench.taken(), forbidden, Duration.ZERO);
        assertThat(bench.untilDue()).isEqualTo(Duration.ofMinutes(2));
        bench.pass(bench.untilDue());
        bench.finish(bench.taken());
        bench.refuse(bench.taken(), forbidden, Duration.ZERO);
        assertThat(bench.untilDue()).as("once it was answered").isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aRefusedActionRestsForTheLeastPauseAtLeast() {
        bench.keep("p");

        bench.refuse(bench.taken(), failure(Kind.INVALID_REQUEST, "InvalidAction"), Duration.ofHours(6));

        assertThat(bench.untilDue()).isEqualTo(Duration.ofHours(6));
    }
}
