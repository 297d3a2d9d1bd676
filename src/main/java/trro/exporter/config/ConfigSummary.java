package trro.exporter.config;

/**
 * How much a configuration lists, for an operator who checks it before use; what is discovered is not in it.
 *
 * @param intervals how many of hour, day and month are polled
 * @param targets figures that are asked for: each project and each device by each interval
 */
public record ConfigSummary(int projects, int devices, int intervals, int targets) {

    public static ConfigSummary of(ExporterConfig config) {
        int projects = config.accounts().stream()
                .mapToInt(account -> account.projects().size())
                .sum();
        int devices = config.accounts().stream()
                .flatMap(account -> account.projects().stream())
                .mapToInt(project -> project.devices().size())
                .sum();
        int intervals = config.pollIntervals().size();
        return new ConfigSummary(projects, devices, intervals, (projects + devices) * intervals);
    }
}
