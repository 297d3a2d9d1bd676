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

class RosterTest {

    private static final Instant NOW = Instant.parse("2026-11-22T08:20:00Z");
    private static final Instant SOON = NOW.plus(Duration.ofDays(7));
    private static final Instant LATER = NOW.plus(Duration.ofDays(90));
    private static final Duration WEEK = Duration.ofDays(7);

    private final Roster roster = new Roster();

    private static Device device(String id, String name, Instant expiry) {
        return new Device(id, Optional.of(name).filter(text -> !text.isEmpty()), Optional.empty(), Optional.of(expiry));
    }

    private static Device named(String id, String name) {
        return new Device(id, Optional.of(name), Optional.empty(), Optional.empty());
    }

    private static WholeList<Device> list(Device... devices) {
        return new WholeList<>(List.of(devices), 0, 1, 0, NOW, 0);
    }

    private static WholeList<RecentSession> sessions(Duration since, String... fieldDevices) {
        return new WholeList<>(
                Stream.of(fieldDevices)
                        .map(id -> new RecentSession(Optional.of(id), Optional.of("cockpit"), NOW, NOW))
                        .toList(),
                0,
                1,
                0,
                NOW,
                since.toNanos());
    }

    @Test
    void aDeviceThatFellBetweenTwoPagesIsKeptOnceMore() {
        Roster roster = new Roster();
        roster.listed(DEVICES, new WholeList<>(List.of(Device.named("a"), Device.named("b")), 0, 2, 0, NOW, 0));

        roster.listed(DEVICES, new WholeList<>(List.of(Device.named("a")), 0, 2, 0, NOW, 0));
        assertThat(roster.known()).containsOnlyKeys("a", "b");

        roster.listed(DEVICES, new WholeList<>(List.of(Device.named("a")), 0, 2, 0, NOW, 0));
        assertThat(roster.known()).containsOnlyKeys("a");
    }

    @Test
    void idsThatOnlySessionsNamedAreForgottenBeyondTenThousandTheOldestFirst() {
        Roster roster = new Roster();
        roster.seen(sessions(Duration.ZERO, "old"), WEEK);
        for (int second = 1; second <= 10; second++) {
            String[] ids = CensusBench.ids("s" + second + "-", 1_000);
            roster.seen(sessions(Duration.ofSeconds(second), ids), WEEK);
        }

        assertThat(roster.known()).hasSize(10_000).doesNotContainKey("old").containsKeys("cockpit", "s10-999");
    }

    @Test
    void aDeviceThatComesTwiceIsOneWithTheLaterEndOfItsLicences() {
        roster.listed(DEVICES, list(device("a", "first", SOON), device("a", "second", LATER), device("b", "", SOON)));

        assertThat(roster.known().values()).containsExactly(device("a", "first", LATER), device("b", "", SOON));
    }

    @Test
    void theLaterEndWinsInWhateverOrderTheyCome() {
        roster.listed(DEVICES, list(device("a", "", LATER), device("a", "", SOON)));

        assertThat(roster.known().values()).containsExactly(device("a", "", LATER));
    }

    @Test
    void whatOneListDoesNotTellComesFromAnother() {
        Device typed = new Device("a", Optional.of("from the list"), Optional.of(DeviceType.FIELD), Optional.empty());
        roster.listed(DEVICE_LIST, list(typed));
        roster.listed(DEVICES, list(device("a", "", SOON)));

        assertThat(roster.known().get("a"))
                .isEqualTo(new Device(
                        "a", Optional.of("from the list"), Optional.of(DeviceType.FIELD), Optional.of(SOON)));
    }

    @Test
    void theLicenceListsWordOnANameCountsMoreInWhateverOrderTheyAreRead() {
        roster.listed(DEVICE_LIST, list(named("a", "from the list")));
        roster.listed(DEVICES, list(named("a", "from the licences")));

        assertThat(roster.known().values()).containsExactly(named("a", "from the licences"));
    }

    @Test
    void sessionsTellWhoExistsAndOnWhichSideButAListsWordOnThatCountsMore() {
        Device remote = new Device("truck", Optional.empty(), Optional.of(DeviceType.REMOTE), Optional.empty());
        roster.listed(DEVICE_LIST, list(remote));

        roster.seen(sessions(Duration.ZERO, "truck", "bus"), WEEK);

        assertThat(roster.known().values())
                .extracting(Device::id, Device::type)
                .containsExactly(
                        tuple("bus", Optional.of(DeviceType.FIELD)),
                        tuple("cockpit", Optional.of(DeviceType.REMOTE)),
                        tuple("truck", Optional.of(DeviceType.REMOTE)));
    }

    @Test
    void aSessionNeedNotTellBothSides() {
        RecentSession oneSided = new RecentSession(Optional.empty(), Optional.of("cockpit"), NOW, NOW);

        roster.seen(new WholeList<>(List.of(oneSided), 0, 1, 0, NOW, 0), WEEK);

        assertThat(roster.known()).containsOnlyKeys("cockpit");
    }

    @Test
    void aListReplacesWhatItSaidBefore() {
        roster.listed(DEVICES, list(Device.named("a"), Device.named("b")));

        assertThat(roster.listed(DEVICES, list(Device.named("b")))).isTrue();
        assertThat(roster.known()).containsOnlyKeys("b");
    }

    @Test
    void onlyNewsIsNews() {
        assertThat(roster.listed(DEVICES, list())).as("first reading").isTrue();
        assertThat(roster.listed(DEVICES, list())).isFalse();
        assertThat(roster.listed(DEVICES, new WholeList<>(List.of(), 3, 1, 0, NOW, 0)))
                .as("rows that were not read")
                .isTrue();
        assertThat(roster.seen(sessions(Duration.ZERO), WEEK))
                .as("first reading")
                .isTrue();
        assertThat(roster.seen(sessions(Duration.ZERO, "a"), WEEK)).isTrue();
        assertThat(roster.seen(sessions(Duration.ofSeconds(10), "a"), WEEK)).isFalse();
    }

    @Test
    void aDeviceThatNoListNamesIsForgottenAWeekAfterItsLastSession() {
        roster.seen(sessions(Duration.ZERO, "old"), WEEK);
        roster.seen(sessions(Duration.ofDays(1), "old", "new"), WEEK);

        assertThat(roster.seen(sessions(Duration.ofDays(8), "new"), WEEK)).isFalse();
        assertThat(roster.known()).containsKey("old");
        assertThat(roster.seen(sessions(Duration.ofDays(8).plusSeconds(1), "new"), WEEK))
                .isTrue();
        assertThat(roster.known()).containsOnlyKeys("new", "cockpit");
    }

    @Test
    void aListThatCouldNotBeReadWasTriedAllTheSame() {
        roster.listed(DEVICES, list());
        assertThat(roster.hasTried(Set.of(DEVICES, RECENT_SESSION_LIST))).isFalse();

        assertThat(roster.tried(RECENT_SESSION_LIST)).isTrue();

        assertThat(roster.hasTried(Set.of(DEVICES, RECENT_SESSION_LIST))).isTrue();
        assertThat(roster.tried(RECENT_SESSION_LIST)).isFalse();
    }

    @Test
    void rowsThatWereNotReadAreCountedOfTheListThatLacksTheMost() {
        roster.listed(DEVICES, new WholeList<>(List.of(), 3, 1, 0, NOW, 0));
        roster.listed(DEVICE_LIST, new WholeList<>(List.of(), 5, 1, 0, NOW, 0));

        assertThat(roster.unread()).isEqualTo(5);
    }
}
