package trro.exporter.config;

import java.util.List;

/**
 * What a configuration asks of TRRO, for an operator who checks it before use.
 *
 * @param intervals how many of hour, day and month are polled
 * @param targets figures that are asked for: each project and each device by each interval
 * @param loads one for each account, in the file's order
 */
public record ConfigSummary(int projects, int devices, int intervals, int targets, List<AccountLoad> loads) {

    public ConfigSummary {
        loads = List.copyOf(loads);
    }

    public static ConfigSummary of(ExporterConfig config) {
        List<AccountLoad> loads = config.accounts().stream()
                .map(account -> AccountLoad.of(account, config))
                .toList();
        return new ConfigSummary(
                loads.stream().mapToInt(AccountLoad::projects).sum(),
                loads.stream().mapToInt(AccountLoad::devices).sum(),
                config.pollIntervals().size(),
                loads.stream().mapToInt(AccountLoad::targets).sum(),
                loads);
    }
}
