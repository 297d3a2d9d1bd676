package trro.exporter.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.Device;
import trro.exporter.model.PollTarget;
import trro.exporter.model.ProjectInventory;
import trro.exporter.model.StatisticInterval;
import trro.exporter.polling.PollPace;
import trro.exporter.polling.PollQueue;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.support.FakeTime;

class PolledFleetTest {

    private static final AccountInventory NOTHING = new AccountInventory(List.of(), 0, Optional.empty());

    private final FakeTime time = new FakeTime("2026-11-22T08:20:00Z");
    private final SnapshotStore store = new SnapshotStore(List.of());
    private final PollQueue first = queue();
    private final PollQueue second = queue();
    private final PolledFleet fleet = new PolledFleet(List.of(StatisticInterval.HOUR), store, time);

    PolledFleetTest() {
        fleet.add("first", first, NOTHING);
        fleet.add("second", second, NOTHING);
        fleet.takeOver(Optional.empty());
    }

    private PollQueue queue() {
        return new PollQueue(
                List.of(),
                new PollPace(
                        Map.of(StatisticInterval.HOUR, Duration.ofMinutes(1)),
                        Map.of(StatisticInterval.HOUR, Duration.ofMinutes(1))),
                20,
                8,
                time.nanoTime());
    }

    private static AccountInventory projects(ProjectInventory... projects) {
        return new AccountInventory(List.of(projects), 0, Optional.empty());
    }

    private static ProjectInventory project(String id, String... devices) {
        return new ProjectInventory(
                id, Optional.empty(), Stream.of(devices).map(Device::named).toList(), 0, 0);
    }

    private List<String> stored() {
        return store.current().targets().stream()
                .map(target -> target.projectId()
                        + target.deviceId().map(id -> "/" + id).orElse(""))
                .sorted()
                .toList();
    }

    @Test
    void whatIsFoundIsPolledAndHasRoomForAnswers() {
        fleet.changed("first", projects(project("p", "a", "b")));
        fleet.changed("second", projects(project("q")));

        assertThat(first.size()).isEqualTo(3);
        assertThat(second.size()).isEqualTo(1);
        assertThat(stored()).containsExactly("p", "p/a", "p/b", "q");
        assertThat(first.take(time.nanoTime())).contains(PollTarget.ofProject("p", StatisticInterval.HOUR));
    }

    @Test
    void whatIsGoneIsPolledNoMore() {
        fleet.changed("first", projects(project("p", "a", "b"), project("q")));

        fleet.changed("first", projects(project("p", "b")));

        assertThat(first.size()).isEqualTo(2);
        assertThat(stored()).containsExactly("p", "p/b");
        assertThat(fleet.queue("q")).isEmpty();
    }

    @Test
    void aProjectOfTwoAccountsIsPolledThroughTheOneThatHadItFirst() {
        fleet.changed("second", projects(project("shared", "a")));

        fleet.changed("first", projects(project("shared", "a"), project("own")));

        assertThat(fleet.queue("shared")).contains(second);
        assertThat(first.size()).isEqualTo(1);
        assertThat(second.size()).isEqualTo(2);
        assertThat(stored()).containsExactly("own", "shared", "shared/a");
        assertThat(fleet.polled("first").projects())
                .extracting(ProjectInventory::id)
                .containsExactly("own");
    }

    @Test
    void theOtherAccountTakesOverWhatTheFirstOneLost() {
        fleet.changed("second", projects(project("shared", "a")));
        fleet.changed("first", projects(project("shared", "a", "b")));

        fleet.changed("second", NOTHING);

        assertThat(fleet.queue("shared")).contains(first);
        assertThat(first.size()).isEqualTo(3);
        assertThat(second.size()).isZero();
        assertThat(stored()).containsExactly("shared", "shared/a", "shared/b");
    }
}
