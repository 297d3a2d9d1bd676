package trro.exporter.metrics;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.Supplier;
import trro.exporter.api.ListAction;
import trro.exporter.exposition.SampleSink;
import trro.exporter.model.LicenseCounts;
import trro.exporter.model.ProjectInventory;

/**
 * Shows which projects there are, how many devices, and what TRRO's lists told of licences.
 *
 * @param fleets gives what is known of each account at the moment of a scrape
 */
public record DiscoveryMetrics(Supplier<List<DiscoveredFleet>> fleets) implements FamilyCollector {

    @Override
    public void collect(Predicate<String> projects, SampleSink sink) throws IOException {
        SortedRows rows = new SortedRows();
        for (DiscoveredFleet fleet : fleets.get()) {
            accountRows(fleet, rows);
            reads(fleet, projects, rows);
            fleet.inventory().projects().stream()
                    .filter(project -> projects.test(project.id()))
                    .forEach(project -> projectRows(fleet, project, rows));
        }
        rows.writeTo(sink);
    }

    private static void accountRows(DiscoveredFleet fleet, SortedRows rows) {
        String account = fleet.account();
        rows.add(MetricCatalog.PROJECTS, fleet.inventory().projects().size(), account, "polled");
        rows.add(MetricCatalog.PROJECTS, fleet.inventory().droppedProjects(), account, "dropped");
        fleet.inventory().licenses().ifPresent(licenses -> licenseRows(account, licenses, rows));
    }

    private static void licenseRows(String account, LicenseCounts licenses, SortedRows rows) {
        rows.add(MetricCatalog.LICENSES, (double) licenses.valid(), account, "valid");
        rows.add(MetricCatalog.LICENSES, (double) licenses.bound(), account, "bound");
        rows.add(MetricCatalog.LICENSES, (double) licenses.unbound(), account, "unbound");
        rows.add(MetricCatalog.LICENSES, (double) licenses.expired(), account, "expired");
        licenses.overMonthlyUsage()
                .ifPresent(count -> rows.add(MetricCatalog.LICENSES, (double) count, account, "over_monthly_usage"));
    }

    private static void reads(DiscoveredFleet fleet, Predicate<String> projects, SortedRows rows) {
        for (ListAction.Read read : fleet.reads()) {
            if (read.projectId().map(projects::test).orElse(true)) {
                rows.add(
                        MetricCatalog.DISCOVERY_LAST_SUCCESS,
                        MetricCatalog.unixSeconds(read.at()),
                        fleet.account(),
                        read.action().label(),
                        read.projectId().orElse(""));
            }
        }
    }

    private static void projectRows(DiscoveredFleet fleet, ProjectInventory project, SortedRows rows) {
        String id = project.id();
        rows.add(MetricCatalog.PROJECT_INFO, 1, id, project.name().orElse(""));
        int polled = project.devices().size();
        OptionalInt active = fleet.activeDevices().apply(id);
        if (active.isPresent()) {
            int most = Math.min(active.getAsInt(), polled); // the two are not of one moment
            rows.add(MetricCatalog.DEVICES, most, id, "active");
            rows.add(MetricCatalog.DEVICES, polled - most, id, "idle");
            fleet.idleAges()
                    .forEach((interval, age) -> rows.add(
                            MetricCatalog.IDLE_DEVICE_PROMISED_AGE, age.toMillis() / 1000.0, id, interval.label()));
        } else {
            rows.add(MetricCatalog.DEVICES, polled, id, "unknown");
        }
        rows.add(MetricCatalog.DEVICES, project.excluded(), id, "excluded");
        rows.add(MetricCatalog.DEVICES, project.dropped(), id, "dropped");
    }
}
