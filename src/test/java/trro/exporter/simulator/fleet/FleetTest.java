package trro.exporter.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.model.PollTarget;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;

class FleetTest {

    private static final ZoneId ZONE = Fleet.TRRO_ZONE;

    /** A Thursday, 17:20 in Shanghai: in the evening rush. */
    private static final Instant NOW = Instant.parse("2026-11-19T09:20:00Z");

    private static final Instant MONTH = Instant.parse("2026-10-31T16:00:00Z");
    private static final Instant PREVIOUS_MONTH = Instant.parse("2026-09-30T16:00:00Z");

    private final Fleet fleet = Fleet.seeded(7, 2, 60);
    private final SimulatedProject project = fleet.projects().get(0);

    @ParameterizedTest
    @EnumSource(
            value = StatisticInterval.class,
            names = {"DAY", "MONTH"})
    void hoursAddUpToDaysAndMonthsAtEveryMoment(StatisticInterval interval) {
        for (int minutes = 0; minutes < 120; minutes += 7) {
            Instant asOf = NOW.plus(Duration.ofMinutes(minutes));
            for (SessionStatistics sum : projectRows(interval, PREVIOUS_MONTH, asOf)) {
                List<SessionStatistics> hours = projectRows(
                        StatisticInterval.HOUR, sum.start(), sum.end().minusSeconds(1), asOf);

                assertThat(sum.sessions()).isEqualTo(total(hours, SessionStatistics::sessions));
                assertThat(sum.totalDuration().toMinutes())
                        .isEqualTo(total(hours, row -> row.totalDuration().toMinutes()));
                assertThat(sum.activeFieldDevices())
                        .isBetween(most(hours), (long) project.devices().size());
                assertThat(sum.notBadSessions())
                        .isCloseTo(total(hours, SessionStatistics::notBadSessions), rounding(sum));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(StatisticInterval.class)
    void devicesAddUpToTheirProject(StatisticInterval interval) {
        for (SessionStatistics sum : projectRows(interval, NOW.minus(Duration.ofDays(40)), NOW)) {
            List<SessionStatistics> devices = project.devices().stream()
                    .flatMap(device -> deviceRows(device, interval, sum.start(), sum.start()))
                    .toList();

            assertThat(sum.sessions()).isEqualTo(total(devices, SessionStatistics::sessions));
            assertThat(sum.totalDuration().toMinutes())
                    .isEqualTo(total(devices, row -> row.totalDuration().toMinutes()));
            assertThat(sum.activeFieldDevices()).isEqualTo(devices.size());
            assertThat(sum.activeRemoteDevices()).isBetween(1L, (long) project.cockpits());
            assertThat(devices)
                    .allSatisfy(row -> assertThat(row.activeFieldDevices()).isEqualTo(1));
            assertThat(sum.notBadSessions())
                    .isCloseTo(total(devices, SessionStatistics::notBadSessions), rounding(sum));
        }
    }

    @Test
    void anOpenHourOnlyGrowsAndIsFinalOnceItClosed() {
        Instant hour = Instant.parse("2026-11-19T09:00:00Z");
        long sessions = 0;
        long minutes = 0;
        int steps = 0;
        for (int second = 0; second < 3600; second += 30) {
            SessionStatistics row = projectHour(hour, hour.plusSeconds(second));
            assertThat(row.sessions()).isGreaterThanOrEqualTo(sessions);
            assertThat(row.totalDuration().toMinutes()).isGreaterThanOrEqualTo(minutes);
            steps += row.sessions() > sessions ? 1 : 0;
            sessions = row.sessions();
            minutes = row.totalDuration().toMinutes();
        }
        assertThat(steps).as("times it grew").isGreaterThan(20);

        SessionStatistics closed = projectHour(hour, hour.plusSeconds(3600));

        assertThat(closed.sessions()).isGreaterThanOrEqualTo(sessions);
        assertThat(projectHour(hour, hour.plus(Duration.ofDays(3)))).isEqualTo(closed);
    }

    @Test
    void theSameSeedGivesTheSameLifeAndAnotherSeedAnother() {
        Fleet twin = Fleet.seeded(7, 2, 60);
        Fleet other = new Fleet(8, ZONE, fleet.projects(), List.of());

        assertThat(twin.projects()).isEqualTo(fleet.projects());
        assertThat(rows(twin, StatisticInterval.DAY)).isEqualTo(rows(fleet, StatisticInterval.DAY));
        assertThat(rows(other, StatisticInterval.DAY)).isNotEqualTo(rows(fleet, StatisticInterval.DAY));
    }

    @Test
    void answersDoNotDependOnWhatWasAskedBefore() {
        projectRows(StatisticInterval.MONTH, PREVIOUS_MONTH, NOW);
        Instant earlier = NOW.minus(Duration.ofMinutes(50));

        List<SessionStatistics> asked = projectRows(StatisticInterval.HOUR, MONTH, earlier);

        assertThat(asked)
                .isEqualTo(Fleet.seeded(7, 2, 60)
                        .statistics(query(Optional.empty(), StatisticInterval.HOUR, MONTH, earlier), earlier));
    }

    @Test
    void aRangeCoversEveryBucketThatItTouchesButNoneOfTheFuture() {
        Instant to = NOW.plus(Duration.ofDays(2));

        assertThat(fleet.buckets(
                        query(Optional.empty(), StatisticInterval.DAY, NOW.minus(Duration.ofDays(1)), to), NOW))
                .containsExactly(Instant.parse("2026-11-17T16:00:00Z"), Instant.parse("2026-11-18T16:00:00Z"));
        assertThat(fleet.buckets(query(Optional.empty(), StatisticInterval.MONTH, NOW, NOW), NOW))
                .containsExactly(MONTH);
        assertThat(fleet.buckets(query(Optional.empty(), StatisticInterval.HOUR, to, to), NOW))
                .isEmpty();
    }

    @Test
    void historyGoesBackFourHundredDays() {
        List<Instant> days = fleet.buckets(query(Optional.empty(), StatisticInterval.DAY, Instant.EPOCH, NOW), NOW);

        assertThat(days).hasSize(401);
        assertThat(projectRows(StatisticInterval.DAY, Instant.EPOCH, NOW)).hasSize(401);
    }

    @Test
    void aMonthOfTwoThousandDevicesIsWorkedOutOnceAndRememberedWithinBounds() {
        Fleet large = Fleet.seeded(1, 1, 2_000);
        String id = large.projects().get(0).id();
        StatisticsQuery months =
                new StatisticsQuery(PollTarget.ofProject(id, StatisticInterval.MONTH), PREVIOUS_MONTH, NOW);

        List<SessionStatistics> rows = large.statistics(months, NOW);

        assertThat(rows).hasSize(2);
        assertThat(large.statistics(months, NOW)).isEqualTo(rows);
        long closedHours = Duration.between(PREVIOUS_MONTH, NOW).toHours();
        assertThat(large.remembered(id)).isEqualTo((int) closedHours);
    }

    @Test
    void remembersNoMoreHoursThanItsBound() {
        projectRows(StatisticInterval.MONTH, Instant.EPOCH, NOW);

        assertThat(fleet.remembered(project.id())).isEqualTo(2_400);
    }

    @Test
    void projectsShareTheDevicesAndHaveIdsLikeTrros() {
        Fleet three = Fleet.seeded(1, 3, 100);

        assertThat(three.projects()).extracting(each -> each.devices().size()).containsExactly(49, 25, 26);
        assertThat(three.projects())
                .extracting(SimulatedProject::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[0-9a-z]{16}"));
        assertThat(three.projects()).extracting(SimulatedProject::name).doesNotHaveDuplicates();
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> Fleet.seeded(1, 3, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a fleet needs a project and a device for each: 3 projects, 2 devices");
        assertThatThrownBy(() -> fleet.statistics(
                        new StatisticsQuery(PollTarget.ofProject("nobody", StatisticInterval.DAY), NOW, NOW), NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no such project: nobody");
        assertThatThrownBy(() -> fleet.statistics(query(Optional.of("nobody"), StatisticInterval.DAY, NOW, NOW), NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no such device: nobody");
        assertThatThrownBy(() -> new Fleet(1, ZONE, List.of(project, project), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("project id is there twice: " + project.id());
    }

    private List<SessionStatistics> projectRows(StatisticInterval interval, Instant from, Instant asOf) {
        return projectRows(interval, from, asOf, asOf);
    }

    private List<SessionStatistics> projectRows(StatisticInterval interval, Instant from, Instant to, Instant asOf) {
        return fleet.statistics(query(Optional.empty(), interval, from, to), asOf);
    }

    private SessionStatistics projectHour(Instant hour, Instant asOf) {
        return projectRows(StatisticInterval.HOUR, hour, hour, asOf).stream()
                .findFirst()
                .orElse(SessionStatistics.none(hour, hour.plusSeconds(3600)));
    }

    private Stream<SessionStatistics> deviceRows(
            SimulatedDevice device, StatisticInterval interval, Instant from, Instant to) {
        return fleet.statistics(query(Optional.of(device.id()), interval, from, to), NOW).stream();
    }

    private StatisticsQuery query(Optional<String> deviceId, StatisticInterval interval, Instant from, Instant to) {
        return new StatisticsQuery(new PollTarget(project.id(), deviceId, interval), from, to);
    }

    private List<SessionStatistics> rows(Fleet of, StatisticInterval interval) {
        return of.statistics(query(Optional.empty(), interval, PREVIOUS_MONTH, NOW), NOW);
    }

    private static long total(List<SessionStatistics> rows, Function<SessionStatistics, Long> figure) {
        return rows.stream().mapToLong(figure::apply).sum();
    }

    private static long most(List<SessionStatistics> rows) {
        return rows.stream()
                .mapToLong(SessionStatistics::activeFieldDevices)
                .max()
                .orElse(0);
    }

    /** Whole percents are off by half a percent of the sessions at most, on both sides of the sum. */
    private static Offset<Long> rounding(SessionStatistics sum) {
        return Offset.offset(2 + sum.sessions() / 50);
    }
}
