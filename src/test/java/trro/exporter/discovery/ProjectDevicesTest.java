package trro.exporter.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static trro.exporter.api.TrroAction.DEVICES;
import static trro.exporter.api.TrroAction.DEVICE_LIST;
import static trro.exporter.api.TrroAction.RECENT_SESSION_LIST;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import trro.exporter.api.RecentSession;
import trro.exporter.model.Device;
import trro.exporter.model.DeviceType;
import trro.exporter.time.Moment;

class ProjectDevicesTest {

    private static final Instant NOW = Instant.parse("2026-11-22T08:20:00Z");
    private static final Instant SOON = NOW.plus(Duration.ofDays(7));
    private static final Instant LATER = NOW.plus(Duration.ofDays(90));
    private static final Duration WEEK = Duration.ofDays(7);

    private static final Moment START = new Moment(NOW, 0);

    private final ProjectDevices project = new ProjectDevices();

    private static Device device(String id, String name, Instant expiry) {
        return new Device(id, Optional.of(name).filter(text -> !text.isEmpty()), Optional.empty(), Optional.of(expiry));
    }

    private static Device named(String id, String name) {
        return new Device(id, Optional.of(name), Optional.empty(), Optional.empty());
    }

    private static ListSnapshot<Device> list(Device... devices) {
        return new ListSnapshot<>(List.of(devices), 0, 1, 0, START);
    }

    private static ListSnapshot<RecentSession> sessions(Duration since, String... fieldDevices) {
        return new ListSnapshot<>(
                Stream.of(fieldDevices)
                        .map(id -> new RecentSession(Optional.of(id), Optional.of("cockpit"), NOW, NOW))
                        .toList(),
                0,
                1,
                0,
                new Moment(NOW, since.toNanos()));
    }

    @Test
    void aDeviceThatFellBetweenTwoPagesIsKeptOnceMore() {
        ProjectDevices project = new ProjectDevices();
        project.listed(DEVICES, new ListSnapshot<>(List.of(Device.named("a"), Device.named("b")), 0, 2, 0, START));

        project.listed(DEVICES, new ListSnapshot<>(List.of(Device.named("a")), 0, 2, 0, START));
        assertThat(project.byId()).containsOnlyKeys("a", "b");

        project.listed(DEVICES, new ListSnapshot<>(List.of(Device.named("a")), 0, 2, 0, START));
        assertThat(project.byId()).containsOnlyKeys("a");
    }

    @Test
    void idsThatOnlySessionsNamedAreForgottenBeyondTenThousandTheOldestFirst() {
        ProjectDevices project = new ProjectDevices();
        project.seen(sessions(Duration.ZERO, "old"), WEEK);
        for (int second = 1; second <= 10; second++) {
            String[] ids = InventoryBench.ids("s" + second + "-", 1_000);
            project.seen(sessions(Duration.ofSeconds(second), ids), WEEK);
        }

        assertThat(project.byId()).hasSize(10_000).doesNotContainKey("old").containsKeys("cockpit", "s10-999");
    }

    @Test
    void aDeviceThatComesTwiceIsOneWithTheLaterEndOfItsLicences() {
        project.listed(DEVICES, list(device("a", "first", SOON), device("a", "second", LATER), device("b", "", SOON)));

        assertThat(project.byId().values()).containsExactly(device("a", "first", LATER), device("b", "", SOON));
    }

    @Test
    void theLaterEndWinsInWhateverOrderTheyCome() {
        project.listed(DEVICES, list(device("a", "", LATER), device("a", "", SOON)));

        assertThat(project.byId().values()).containsExactly(device("a", "", LATER));
    }

    @Test
    void whatOneListDoesNotTellComesFromAnother() {
        Device typed = new Device("a", Optional.of("from the list"), Optional.of(DeviceType.FIELD), Optional.empty());
        project.listed(DEVICE_LIST, list(typed));
        project.listed(DEVICES, list(device("a", "", SOON)));

        assertThat(project.byId().get("a"))
                .isEqualTo(new Device(
                        "a", Optional.of("from the list"), Optional.of(DeviceType.FIELD), Optional.of(SOON)));
    }

    @Test
    void theLicenceListsWordOnANameCountsMoreInWhateverOrderTheyAreRead() {
        project.listed(DEVICE_LIST, list(named("a", "from the list")));
        project.listed(DEVICES, list(named("a", "from the licences")));

        assertThat(project.byId().values()).containsExactly(named("a", "from the licences"));
    }

    @Test
    void sessionsTellWhoExistsAndOnWhichSideButAListsWordOnThatCountsMore() {
        Device remote = new Device("truck", Optional.empty(), Optional.of(DeviceType.REMOTE), Optional.empty());
        project.listed(DEVICE_LIST, list(remote));

        project.seen(sessions(Duration.ZERO, "truck", "bus"), WEEK);

        assertThat(project.byId().values())
                .extracting(Device::id, Device::type)
                .containsExactly(
                        tuple("bus", Optional.of(DeviceType.FIELD)),
                        tuple("cockpit", Optional.of(DeviceType.REMOTE)),
                        tuple("truck", Optional.of(DeviceType.REMOTE)));
    }

    @Test
    void aSessionNeedNotTellBothSides() {
        RecentSession oneSided = new RecentSession(Optional.empty(), Optional.of("cockpit"), NOW, NOW);

        project.seen(new ListSnapshot<>(List.of(oneSided), 0, 1, 0, START), WEEK);

        assertThat(project.byId()).containsOnlyKeys("cockpit");
    }

    @Test
    void aListReplacesWhatItSaidBefore() {
        project.listed(DEVICES, list(Device.named("a"), Device.named("b")));

        assertThat(project.listed(DEVICES, list(Device.named("b")))).isTrue();
        assertThat(project.byId()).containsOnlyKeys("b");
    }

    @Test
    void onlyNewsIsNews() {
        assertThat(project.listed(DEVICES, list())).as("first reading").isTrue();
        assertThat(project.listed(DEVICES, list())).isFalse();
        assertThat(project.listed(DEVICES, new ListSnapshot<>(List.of(), 3, 1, 0, START)))
                .as("rows that were not read")
                .isTrue();
        assertThat(project.seen(sessions(Duration.ZERO), WEEK))
                .as("first reading")
                .isTrue();
        assertThat(project.seen(sessions(Duration.ZERO, "a"), WEEK)).isTrue();
        assertThat(project.seen(sessions(Duration.ofSeconds(10), "a"), WEEK)).isFalse();
    }

    @Test
    void aDeviceThatNoListNamesIsForgottenAWeekAfterItsLastSession() {
        project.seen(sessions(Duration.ZERO, "old"), WEEK);
        project.seen(sessions(Duration.ofDays(1), "old", "new"), WEEK);

        assertThat(project.seen(sessions(Duration.ofDays(8), "new"), WEEK)).isFalse();
        assertThat(project.byId()).containsKey("old");
        assertThat(project.seen(sessions(Duration.ofDays(8).plusSeconds(1), "new"), WEEK))
                .isTrue();
        assertThat(project.byId()).containsOnlyKeys("new", "cockpit");
    }

    @Test
    void aListThatCouldNotBeReadWasTriedAllTheSame() {
        project.listed(DEVICES, list());
        assertThat(project.hasTried(Set.of(DEVICES, RECENT_SESSION_LIST))).isFalse();

        assertThat(project.tried(RECENT_SESSION_LIST)).isTrue();

        assertThat(project.hasTried(Set.of(DEVICES, RECENT_SESSION_LIST))).isTrue();
        assertThat(project.tried(RECENT_SESSION_LIST)).isFalse();
    }

    @Test
    void rowsThatWereNotReadAreCountedOfTheListThatLacksTheMost() {
        project.listed(DEVICES, new ListSnapshot<>(List.of(), 3, 1, 0, START));
        project.listed(DEVICE_LIST, new ListSnapshot<>(List.of(), 5, 1, 0, START));

        assertThat(project.unread()).isEqualTo(5);
    }
}
