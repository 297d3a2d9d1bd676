package trro.exporter.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.snapshot.LatestStatistics.Figures;
import trro.exporter.time.Moment;

class SnapshotStoreTest {

    private static final Instant NOW = Instant.parse("2026-11-22T08:20:00Z");
    private static final PollTarget PROJECT = PollTarget.ofProject("p", StatisticInterval.HOUR);
    private static final PollTarget DEVICE = PollTarget.ofDevice("p", "d", StatisticInterval.HOUR);
    private static final LatestStatistics ANSWER =
            new LatestStatistics(new Moment(NOW, 0), "r", Figures.unknown(NOW), Figures.unknown(NOW));
    private static final Failure FAILURE = new Failure(NOW, "InternalError", "sorry", Optional.empty());

    private final SnapshotStore store = new SnapshotStore(List.of(DEVICE, PROJECT, DEVICE));

    @Test
    void keepsEveryTargetOnceInItsNaturalOrder() {
        List<PollTarget> seen = new ArrayList<>();

        store.current().forEach((target, state) -> seen.add(target));

        assertThat(seen).containsExactly(PROJECT, DEVICE);
    }

    @Test
    void aReaderKeepsTheMomentItTook() {
        Snapshot before = store.current();

        store.answered(DEVICE, ANSWER);

        assertThat(before.state(DEVICE).orElseThrow()).isEqualTo(TargetState.NEVER_ASKED);
        assertThat(store.latest(DEVICE)).contains(ANSWER);
        assertThat(store.latest(PROJECT)).isEmpty();
    }

    @Test
    void aFailureKeepsTheFiguresAndAnAnswerForgetsTheFailure() {
        store.answered(DEVICE, ANSWER);

        store.failed(DEVICE, FAILURE);
        TargetState failed = store.current().state(DEVICE).orElseThrow();
        store.answered(DEVICE, ANSWER);
        TargetState answered = store.current().state(DEVICE).orElseThrow();

        assertThat(failed).isEqualTo(new TargetState(Optional.of(ANSWER), Optional.of(FAILURE)));
        assertThat(answered).isEqualTo(new TargetState(Optional.of(ANSWER), Optional.empty()));
    }

    @Test
    void aTargetThatIsNotPolledIsLeftOut() {
        PollTarget gone = PollTarget.ofProject("gone", StatisticInterval.HOUR);

        store.answered(gone, ANSWER);

        assertThat(store.current().state(gone)).isEmpty();
        assertThat(store.latest(gone)).isEmpty();
    }

    @Test
    void newTargetsAreUnknownWhileThoseThatStayKeepWhatIsKnown() {
        PollTarget added = PollTarget.ofDevice("p", "added", StatisticInterval.HOUR);
        store.answered(DEVICE, ANSWER);
        Snapshot before = store.current();

        store.retarget(List.of(added, DEVICE));

        assertThat(store.current().targets()).containsExactly(added, DEVICE);
        assertThat(store.latest(DEVICE)).contains(ANSWER);
        assertThat(store.current().state(added)).contains(TargetState.NEVER_ASKED);
        assertThat(store.current().state(PROJECT)).isEmpty();
        assertThat(before.state(PROJECT)).isPresent();
    }

    @Test
    void theSameTargetsKeepTheirIndexAndWithItWhatIsBuiltOnIt() {
        Snapshot before = store.current();

        store.retarget(List.of(PROJECT, DEVICE));

        assertThat(store.current()).isSameAs(before);
    }

    @Test
    void aStoreMayHoldNothing() {
        store.retarget(List.of());
        store.answered(DEVICE, ANSWER);

        assertThat(store.current().targets()).isEmpty();
        assertThat(store.latest(DEVICE)).isEmpty();
    }
}
