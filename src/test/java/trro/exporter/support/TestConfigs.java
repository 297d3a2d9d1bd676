package trro.exporter.support;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.CredentialsConfig;
import trro.exporter.config.Defaults;
import trro.exporter.config.ExporterConfig;
import trro.exporter.config.ProjectConfig;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;

/** Configurations that ask again every second, which a file may not. */
public final class TestConfigs {

    public static final Map<StatisticInterval, Duration> HOURS_EVERY_SECOND =
            Map.of(StatisticInterval.HOUR, Duration.ofSeconds(1));

    private TestConfigs() {}

    /** All defaults but the pace: 20 requests per second. */
    public static ExporterConfig of(
            URI endpoint,
            Optional<String> region,
            Map<StatisticInterval, Duration> pollIntervals,
            ProjectConfig... projects) {
        AccountConfig account =
                new AccountConfig("main", endpoint, region, new CredentialsConfig.Env(), 20, List.of(projects));
        return new ExporterConfig(
                ZoneId.of("Asia/Shanghai"), Defaults.SETTLE_TIME, Defaults.MAX_AGE, pollIntervals, List.of(account));
    }

    public static ProjectConfig project(String id, String... devices) {
        return new ProjectConfig(id, List.of(devices));
    }

    /** Each project and each device that is listed, by each interval. */
    public static List<PollTarget> targets(ExporterConfig config) {
        return config.accounts().stream()
                .flatMap(account -> account.projects().stream())
                .flatMap(project -> config.pollIntervals().keySet().stream()
                        .flatMap(interval -> Stream.concat(
                                Stream.of(PollTarget.ofProject(project.id(), interval)),
                                project.devices().stream()
                                        .map(device -> PollTarget.ofDevice(project.id(), device, interval)))))
                .toList();
    }
}
