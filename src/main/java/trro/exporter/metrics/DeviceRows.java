package trro.exporter.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import trro.exporter.model.AccountInventory;
import trro.exporter.model.Device;
import trro.exporter.model.DeviceType;

/** The rows of every device that lists named, as they stand on pages and in the order of their labels: built once and kept. */
final class DeviceRows {

    private record Row(String projectId, SeriesLabels labels, double value) {}

    private final List<AccountInventory> inventories;
    private final List<Row> infos = new ArrayList<>();
    private final List<Row> licenseExpiries = new ArrayList<>();

    DeviceRows(List<AccountInventory> inventories) {
        this.inventories = inventories;
        inventories.stream()
                .flatMap(inventory -> inventory.projects().stream())
                .forEach(project -> project.devices().forEach(device -> add(project.id(), device)));
        Comparator<Row> order = Comparator.comparing(row -> row.labels().labels());
        infos.sort(order);
        licenseExpiries.sort(order);
    }

    private void add(String projectId, Device device) {
        String name = device.name().orElse("");
        String type = device.type().map(DeviceType::label).orElse("");
        infos.add(row(MetricCatalog.DEVICE_INFO, 1, projectId, device.id(), name, type));
        device.licenseExpiry()
                .map(end ->
                        row(MetricCatalog.DEVICE_LICENSE_EXPIRY, end.toEpochMilli() / 1000.0, projectId, device.id()))
                .ifPresent(licenseExpiries::add);
    }

    /** The first label of both families is the project's. */
    private static Row row(MetricCatalog metric, double value, String... labelValues) {
        Labels labels = Labels.of(metric.labels().toArray(String[]::new), labelValues);
        return new Row(labelValues[0], SeriesLabels.kept(labels), value);
    }

    /** Whether these are the rows of {@code others}. */
    boolean areOf(List<AccountInventory> others) {
        return inventories.equals(others);
    }

    <E extends Exception> void writeTo(Predicate<String> wanted, Predicate<String> projects, SampleSink<E> sink)
            throws E {
        if (wanted.test(MetricCatalog.DEVICE_INFO.familyName())) {
            write(MetricCatalog.DEVICE_INFO, infos, projects, sink);
        }
        if (wanted.test(MetricCatalog.DEVICE_LICENSE_EXPIRY.familyName())) {
            write(MetricCatalog.DEVICE_LICENSE_EXPIRY, licenseExpiries, projects, sink);
        }
    }

    private static <E extends Exception> void write(
            MetricCatalog metric, List<Row> rows, Predicate<String> projects, SampleSink<E> sink) throws E {
        sink.family(metric);
        for (Row row : rows) {
            if (projects.test(row.projectId())) {
                sink.sample(row.labels(), Optional.empty(), row.value());
            }
        }
    }
}
