package trro.exporter.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import trro.exporter.api.TrroAction;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.CredentialsConfig;
import trro.exporter.config.Defaults;
import trro.exporter.config.ProjectDiscovery;
import trro.exporter.model.IdFilter;
import trro.exporter.model.StatisticInterval;
import trro.exporter.plan.FreshnessPlan.Fleet;
import trro.exporter.polling.FleetSimulation;
import trro.exporter.polling.PollPace;

class FreshnessPlanTest {

    private static final PollPace PACE = FleetSimulation.PACE;
    private static final double POSSIBLE = 16 / 1.030;

    private static Duration hour(Map<StatisticInterval, Duration> ages) {
        return ages.getOrDefault(StatisticInterval.HOUR, Duration.ZERO);
    }

    @Test
    void theCallsOfEveryActionAreCounted() {
        Fleet fleet = new Fleet(4, 830, 0.5);
        IdFilter all = new IdFilter(List.of(), List.of(), 1_000);
        AccountConfig account = new AccountConfig(
                "main",
                Defaults.ENDPOINT,
                Optional.empty(),
                new CredentialsConfig.Env(),
                16,
                List.of(),
                Optional.of(new ProjectDiscovery(all, Optional.of(all))));

        assertThat(PlannedCalls.of(FreshnessPlan.of(POSSIBLE, PACE, fleet), fleet, account, 830))
                .extracting(PlannedCalls::action)
                .as("those of a new list, too")
                .contains(TrroAction.values());
    }

    @Test
    void whatFitsTheBudgetKeepsItsPollInterval() {
        FreshnessPlan plan = FreshnessPlan.of(POSSIBLE, PACE, new Fleet(4, 830, 0.5));

        assertThat(plan.everyoneKeepsPace()).isTrue();
        assertThat(plan.wantedPerSecond()).isCloseTo(834 * (1 / 60.0 + 1 / 600.0 + 1 / 3600.0), within(1e-9));
        assertThat(plan.idleAges()).isEqualTo(PACE.pollIntervals());
        assertThat(FreshnessPlan.of(POSSIBLE, PACE, new Fleet(4, 831, 0.5)).everyoneKeepsPace())
                .isFalse();
    }

    @Test
    void tenThousandDevicesOfWhichFewAreActiveKeepThosePrompt() {
        FreshnessPlan plan = FreshnessPlan.of(POSSIBLE, PACE, new Fleet(20, 10_000, 0.03));

        assertThat(plan.activeAges()).isEqualTo(PACE.pollIntervals());
        assertThat(hour(plan.idleAges())).isBetween(Duration.ofMinutes(45), Duration.ofMinutes(55));
        assertThat(plan.idleAges().get(StatisticInterval.MONTH))
                .isCloseTo(hour(plan.idleAges()).multipliedBy(3), Duration.ofMillis(10));
    }

    @Test
    void everyoneAtOnceGetsHoursFromThreeTurnsOfFourAndDaysAndMonthsFromTheSweep() {
        FreshnessPlan plan = FreshnessPlan.of(POSSIBLE, PACE, new Fleet(0, 10_000, 1));

        double stretch = 10_000 * (1 / 54.0 + 1 / 540.0 + 1 / 3240.0) / (POSSIBLE * 0.9 * 0.75);
        double swept = 10_000 * (1 / 1800.0 + 1 / 5400.0) / (POSSIBLE * 0.9 * 0.25);
        assertThat(hour(plan.activeAges()).toMillis()).isCloseTo((long) (60_000 * stretch), within(10L));
        assertThat(plan.activeAges().get(StatisticInterval.DAY))
                .isCloseTo(Duration.ofMillis((long) (1_800_000 * swept)), Duration.ofMillis(10));
        assertThat(plan.activeAges().get(StatisticInterval.MONTH))
                .isCloseTo(Duration.ofMillis((long) (5_400_000 * swept)), Duration.ofMillis(10));
    }

    @Test
    void everyoneAtOnceGetsEveryTurnWhileNothingGetsOlderThanAnIdleDevicesFigures() {
        FreshnessPlan plan = FreshnessPlan.of(POSSIBLE, PACE, new Fleet(0, 850, 1));

        double stretch = 850 * (1 / 54.0 + 1 / 540.0 + 1 / 3240.0) / (POSSIBLE * 0.9);
        assertThat(hour(plan.activeAges()).toMillis()).isCloseTo((long) (60_000 * stretch), within(10L));
    }

    @Test
    void manyProjectsWithoutDevicesShareTheBudgetAmongThemselves() {
        FreshnessPlan plan = FreshnessPlan.of(POSSIBLE, PACE, new Fleet(2_000, 0, 0));

        assertThat(hour(plan.projectAges())).isBetween(Duration.ofSeconds(159), Duration.ofSeconds(161));
    }

    @Test
    void promisesNeverAskForMoreThanTheBudgetAndMoreBudgetNeverMakesThemOlder() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            Fleet fleet = new Fleet(random.nextInt(300), random.nextInt(30_000), random.nextDouble());
            double calls = 1 + 18 * random.nextDouble();

            FreshnessPlan plan = FreshnessPlan.of(calls, PACE, fleet);
            FreshnessPlan richer = FreshnessPlan.of(calls + 1, PACE, fleet);
            FreshnessPlan larger = FreshnessPlan.of(
                    calls, PACE, new Fleet(fleet.projects() + 1, fleet.devices() + 7, fleet.activeShare()));

            double asked = calls(plan.projectAges(), fleet.projects())
                    + calls(plan.activeAges(), fleet.activeDevices())
                    + (plan.everyoneKeepsPace() ? 0 : calls(plan.idleAges(), fleet.idleDevices()));
            assertThat(asked).as("seed %d", seed).isLessThanOrEqualTo(calls * 1.0001);
            for (StatisticInterval interval : StatisticInterval.values()) {
                assertNotOlder(richer.activeAges(), plan.activeAges(), interval, seed);
                assertNotOlder(richer.idleAges(), plan.idleAges(), interval, seed);
                assertNotOlder(plan.activeAges(), larger.activeAges(), interval, seed);
                assertNotOlder(plan.idleAges(), larger.idleAges(), interval, seed);
            }
        }
    }

    private static double calls(Map<StatisticInterval, Duration> ages, double subjects) {
        return subjects
                * ages.values().stream()
                        .mapToDouble(age -> 1e3 / age.toMillis())
                        .sum();
    }

    private static void assertNotOlder(
            Map<StatisticInterval, Duration> ages,
            Map<StatisticInterval, Duration> others,
            StatisticInterval interval,
            long seed) {
        assertThat(ages.get(interval)).as("seed %d", seed).isLessThanOrEqualTo(others.get(interval));
    }
}
