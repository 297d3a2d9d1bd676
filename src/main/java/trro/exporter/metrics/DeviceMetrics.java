package trro.exporter.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import trro.exporter.exposition.Family;
import trro.exporter.exposition.SampleSink;
import trro.exporter.exposition.SeriesLabels;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.Device;
import trro.exporter.model.DeviceType;

/** Shows each device that is polled, with what lists told of it: its name and type, and when its licence ends. */
public final class DeviceMetrics {

    private record Row(String projectId, SeriesLabels labels, double value) {}

    /** The rows of every device, in the order of their labels: built once and kept. */
    private record Rows(List<AccountInventory> inventories, List<Row> infos, List<Row> licenseExpiries) {}

    private volatile Rows kept = rows(List.of());

    /** The gauges of what is known of each account. */
    public FamilyCollector at(List<DiscoveredFleet> fleets) {
        List<AccountInventory> inventories =
                fleets.stream().map(DiscoveredFleet::inventory).toList();
        return (projects, sink) -> write(inventories, projects, sink);
    }

    private void write(List<AccountInventory> inventories, Predicate<String> projects, SampleSink sink)
            throws IOException {
        Rows rows = kept;
        if (!rows.inventories().equals(inventories)) {
            rows = rows(inventories);
            kept = rows;
        }
        write(MetricCatalog.DEVICE_INFO, rows.infos(), projects, sink);
        write(MetricCatalog.DEVICE_LICENSE_EXPIRY, rows.licenseExpiries(), projects, sink);
    }

    private static Rows rows(List<AccountInventory> inventories) {
        Rows rows = new Rows(inventories, new ArrayList<>(), new ArrayList<>());
        inventories.stream()
                .flatMap(inventory -> inventory.projects().stream())
                .forEach(project -> project.devices().forEach(device -> add(project.id(), device, rows)));
        Comparator<Row> order = Comparator.comparing(row -> row.labels().labels());
        rows.infos().sort(order);
        rows.licenseExpiries().sort(order);
        return rows;
    }

    private static void add(String projectId, Device device, Rows rows) {
        String name = device.name().orElse("");
        String type = device.type().map(DeviceType::label).orElse("");
        rows.infos().add(row(MetricCatalog.DEVICE_INFO, 1, projectId, device.id(), name, type));
        device.licenseExpiry()
                .map(MetricCatalog::unixSeconds)
                .map(end -> row(MetricCatalog.DEVICE_LICENSE_EXPIRY, end, projectId, device.id()))
                .ifPresent(rows.licenseExpiries()::add);
    }

    /** The first label of both families is the project's. */
    private static Row row(Family family, double value, String... labelValues) {
        Labels labels = Labels.of(family.labels().toArray(String[]::new), labelValues);
        return new Row(labelValues[0], SeriesLabels.kept(labels), value);
    }

    private static void write(Family family, List<Row> rows, Predicate<String> projects, SampleSink sink)
            throws IOException {
        if (sink.family(family)) {
            for (Row row : rows) {
                if (projects.test(row.projectId())) {
                    sink.sample(row.labels(), row.value());
                }
            }
        }
    }
}
