package trro.exporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import trro.exporter.model.StatisticInterval;

class ConfigSummaryTest {

    @Test
    void addsUpWhatIsAskedFor() {
        ConfigSummary summary =
                ConfigSummary.of(config(Defaults.POLL_INTERVALS, account("a", 20, 99), account("b", 16, 0)));

        assertThat(summary.projects()).isEqualTo(2);
        assertThat(summary.devices()).isEqualTo(99);
        assertThat(summary.intervals()).isEqualTo(3);
        assertThat(summary.targets()).isEqualTo(303);
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
