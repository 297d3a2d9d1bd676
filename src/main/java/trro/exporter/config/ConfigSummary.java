package trro.exporter.config;

/**
 * The size of a configuration, for an operator who checks it before use; discovered ids are not in it.
 *
 * @param intervals the number of polled ones among hour, day and month
 * @param targets each project and each device by each interval
 */
public record ConfigSummary(int projects, int devices, int intervals, int targets) {

    public static ConfigSummary of(ExporterConfig config) {
        int projects = config.accounts().stream()
                .mapToInt(account -> account.projects().size())
                .sum();
        int devices = config.accounts().stream()
                .mapToInt(AccountConfig::listedDevices)
                .sum();
        int intervals = config.pollIntervals().size();
        return new ConfigSummary(projects, devices, intervals, (projects + devices) * intervals);
    }
}
