package trro.exporter.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.model.PollTarget;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.simulator.fleet.SimulatedDevice.Behaviour;

/** Every behaviour is as it says. */
class DeviceSessionsTest {

    private static final ZoneId ZONE = Fleet.TRRO_ZONE;

    /** A Thursday, 17:20 in Shanghai: in the evening rush. */
    private static final Instant NOW = Instant.parse("2026-11-19T09:20:00Z");

    private static final Instant MONTH = Instant.parse("2026-10-31T16:00:00Z");
    private static final Instant PREVIOUS_MONTH = Instant.parse("2026-09-30T16:00:00Z");

    private final Fleet fleet = Fleet.seeded(7, 2, 60);
    private final SimulatedProject project = fleet.projects().get(0);

    @Test
    void idleDevicesNeverHaveASession() {
        assertThat(devices(Behaviour.IDLE))
                .isNotEmpty()
                .allSatisfy(device -> assertThat(deviceRows(device, StatisticInterval.DAY, PREVIOUS_MONTH, NOW))
                        .isEmpty());
    }

    @Test
    void badNetworksSpoilAThirdOfTheSessionsOrMore() {
        assertThat(ratios(Behaviour.BAD_NETWORK)).isNotEmpty().allMatch(ratio -> ratio < 0.7);
        assertThat(ratios(Behaviour.SOUND)).isNotEmpty().allMatch(ratio -> ratio > 0.85);
    }

    @Test
    void fitfulDevicesAreSilentForDaysAndComeBack() {
        SimulatedDevice fitful = devices(Behaviour.FITFUL).get(0);

        List<Long> days = deviceRows(fitful, StatisticInterval.DAY, PREVIOUS_MONTH, NOW)
                .map(row -> row.start().atZone(ZONE).toLocalDate().toEpochDay())
                .toList();

        assertThat(days).hasSizeBetween(10, 40);
        assertThat(days.get(days.size() - 1) - days.get(0) + 1 - days.size())
                .as("silent days in between")
                .isGreaterThan(3);
    }

    @Test
    void trucksHaveRushHoursAndWeekends() {
        assertThat(sessions(VehicleType.TRUCK, hour -> hour == 18))
                .isGreaterThan(3 * sessions(VehicleType.TRUCK, hour -> hour == 12));
        assertThat(sessions(VehicleType.TRUCK, hour -> hour < 5)).isZero();

        List<SessionStatistics> days = project.devices().stream()
                .filter(device -> device.type() == VehicleType.TRUCK)
                .flatMap(device -> deviceRows(device, StatisticInterval.DAY, PREVIOUS_MONTH, NOW))
                .toList();
        long sundays =
                total(days.stream().filter(row -> on(row, DayOfWeek.SUNDAY)).toList(), SessionStatistics::sessions);
        long mondays =
                total(days.stream().filter(row -> on(row, DayOfWeek.MONDAY)).toList(), SessionStatistics::sessions);
        assertThat(mondays).isGreaterThan(2 * sundays);
    }

    @Test
    void sweepersWorkAtNight() {
        assertThat(sessions(VehicleType.SWEEPER, hour -> hour >= 7 && hour < 20))
                .isZero();
        assertThat(sessions(VehicleType.SWEEPER, hour -> hour < 4)).isGreaterThan(100);
    }

    @Test
    void anHourMayHoldMoreMinutesThanItHas() {
        Stream<SessionStatistics> hours = project.devices().stream()
                .flatMap(device -> deviceRows(device, StatisticInterval.HOUR, PREVIOUS_MONTH, NOW));

        assertThat(hours).anyMatch(row -> row.totalDuration().compareTo(Duration.ofHours(1)) > 0);
    }

    @Test
    void aScriptedDropSpoilsItsOwnHoursAndNothingElse() {
        Instant from = Instant.parse("2026-11-19T01:00:00Z");
        Instant to = Instant.parse("2026-11-19T03:00:00Z");
        QualityDrop drop = new QualityDrop(project.id(), Optional.empty(), from, to, 0.0);
        Fleet spoiled = new Fleet(7, ZONE, fleet.projects(), List.of(drop));
        StatisticsQuery query = query(Optional.empty(), StatisticInterval.HOUR, MONTH, NOW);

        List<SessionStatistics> before = fleet.statistics(query, NOW);
        List<SessionStatistics> after = spoiled.statistics(query, NOW);

        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < after.size(); i++) {
            SessionStatistics row = after.get(i);
            boolean hit = !row.start().isBefore(from) && row.start().isBefore(to);
            assertThat(row.notBadRatio()).isEqualTo(hit ? 0.0 : before.get(i).notBadRatio());
            assertThat(row.sessions()).isEqualTo(before.get(i).sessions());
        }
    }

    @Test
    void aScriptedDropOfOneDeviceLeavesTheOthersAlone() {
        SimulatedDevice victim = devices(Behaviour.SOUND).get(0);
        SimulatedDevice neighbour = devices(Behaviour.SOUND).get(1);
        QualityDrop drop = new QualityDrop(project.id(), Optional.of(victim.id()), PREVIOUS_MONTH, NOW, 0.0);
        Fleet spoiled = new Fleet(7, ZONE, fleet.projects(), List.of(drop));

        assertThat(monthOf(spoiled, victim).notBadRatio()).isZero();
        assertThat(monthOf(spoiled, neighbour)).isEqualTo(monthOf(fleet, neighbour));
    }

    private Stream<SessionStatistics> deviceRows(
            SimulatedDevice device, StatisticInterval interval, Instant from, Instant to) {
        return fleet.statistics(query(Optional.of(device.id()), interval, from, to), NOW).stream();
    }

    private SessionStatistics monthOf(Fleet of, SimulatedDevice device) {
        return of.statistics(query(Optional.of(device.id()), StatisticInterval.MONTH, MONTH, NOW), NOW)
                .get(0);
    }

    private StatisticsQuery query(Optional<String> deviceId, StatisticInterval interval, Instant from, Instant to) {
        return new StatisticsQuery(new PollTarget(project.id(), deviceId, interval), from, to);
    }

    private List<SimulatedDevice> devices(Behaviour behaviour) {
        return project.devices().stream()
                .filter(device -> device.behaviour() == behaviour)
                .toList();
    }

    private List<Double> ratios(Behaviour behaviour) {
        return devices(behaviour).stream()
                .map(device -> monthOf(fleet, device).notBadRatio())
                .toList();
    }

    private long sessions(VehicleType trade, Predicate<Integer> hourOfDay) {
        return total(
                project.devices().stream()
                        .filter(device -> device.type() == trade)
                        .flatMap(device -> deviceRows(device, StatisticInterval.HOUR, PREVIOUS_MONTH, NOW))
                        .filter(row -> hourOfDay.test(row.start().atZone(ZONE).getHour()))
                        .toList(),
                SessionStatistics::sessions);
    }

    private static boolean on(SessionStatistics row, DayOfWeek day) {
        return row.start().atZone(ZONE).getDayOfWeek() == day;
    }

    private static long total(List<SessionStatistics> rows, Function<SessionStatistics, Long> figure) {
        return rows.stream().mapToLong(figure::apply).sum();
    }
}
