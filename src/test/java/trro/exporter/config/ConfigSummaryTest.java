package trro.exporter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import trro.exporter.model.StatisticInterval;

class ConfigSummaryTest {

    private static final Map<StatisticInterval, Duration> HOUR_ONLY =
            Map.of(StatisticInterval.HOUR, Duration.ofMinutes(1));

    @Test
    void addsUpWhatIsAskedFor() {
        ConfigSummary summary =
                ConfigSummary.of(config(Defaults.POLL_INTERVALS, account("a", 20, 99), account("b", 16, 0)));

        assertThat(summary.projects()).isEqualTo(2);
        assertThat(summary.devices()).isEqualTo(99);
        assertThat(summary.intervals()).isEqualTo(3);
        assertThat(summary.targets()).isEqualTo(303);
        assertThat(summary.loads()).extracting(AccountLoad::account).containsExactly("a", "b");
    }

    @Test
    void comparesEachAccountWithItsOwnBudget() {
        AccountLoad load = ConfigSummary.of(config(Defaults.POLL_INTERVALS, account("a", 20, 99)))
                .loads()
                .get(0);

        assertThat(load.neededPerSecond()).isCloseTo(100 / 60.0 + 100 / 600.0 + 100 / 3600.0, within(1e-9));
        assertThat(load.possiblePerSecond()).isCloseTo(19.417, within(0.001));
        assertThat(load.fullPass()).isEqualTo(Duration.ofSeconds(16)); // 300 calls at 19.417 a second
        assertThat(load.warning()).isEmpty();
    }

    @Test
    void warnsOfTheRefreshThatTheBudgetAllowsAndTellsTheWaysOut() {
        AccountLoad load = ConfigSummary.of(config(HOUR_ONLY, account("fleet", 16, 1_863)))
                .loads()
                .get(0);

        assertThat(load.warning())
                .hasValue(
                        "account fleet needs 31.07 calls per second where 15.53 are possible: each hour figure will be"
                                + " refreshed every 2m instead of 1m; poll less often, list fewer devices, or raise"
                                + " requests_per_second (20 at most)");
    }

    @Test
    void warnsOfFiguresThatAreTooOldBeforeTheyAreAskedForAgain() {
        AccountLoad load = ConfigSummary.of(config(Defaults.POLL_INTERVALS, account("fleet", 20, 99_999)))
                .loads()
                .get(0);

        assertThat(load.warning())
                .hasValue(
                        "account fleet needs 1861.11 calls per second where 19.42 are possible: each hour figure will be"
                                + " refreshed every 1h35m51s instead of 1m and be absent in between, since it is dropped after 1h,"
                                + " each day figure will be refreshed every 15h58m29s instead of 10m and be absent in between, since"
                                + " it is dropped after 1h, each month figure will be refreshed every 3d23h50m50s instead of 1h and"
                                + " be absent in between, since it is dropped after 3h; poll less often, list fewer devices");
    }

    @Test
    void doesNotWarnWhenTheBudgetIsJustEnough() {
        int targets = 1_165; // 19.4166 a second, where 20 / 1.03 = 19.4175 are possible

        assertThat(ConfigSummary.of(config(HOUR_ONLY, account("a", 20, targets - 1)))
                        .loads()
                        .get(0)
                        .warning())
                .isEmpty();
        assertThat(ConfigSummary.of(config(HOUR_ONLY, account("a", 20, targets)))
                        .loads()
                        .get(0)
                        .warning())
                .isPresent();
    }

    private static ExporterConfig config(Map<StatisticInterval, Duration> intervals, AccountConfig... accounts) {
        return new ExporterConfig(
                Defaults.TIME_ZONE, Defaults.SETTLE_TIME, Defaults.MAX_AGE, intervals, List.of(accounts));
    }

    private static AccountConfig account(String name, int requestsPerSecond, int devices) {
        List<String> ids = IntStream.range(0, devices).mapToObj(i -> "d" + i).toList();
        return new AccountConfig(
                name,
                Defaults.ENDPOINT,
                Optional.empty(),
                new CredentialsConfig.Env(),
                requestsPerSecond,
                List.of(new ProjectConfig(name, ids)));
    }
}
