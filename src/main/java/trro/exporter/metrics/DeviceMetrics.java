package trro.exporter.metrics;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import trro.exporter.model.AccountInventory;

/** Shows what TRRO's lists told of each device: its name and type, and when its licence ends. */
public final class DeviceMetrics extends ProjectCollector {

    private final Supplier<List<KnownFleet>> known;
    private volatile DeviceRows rows = new DeviceRows(List.of());

    /** @param known what is known of each account whose lists are read, at the moment of a scrape */
    public DeviceMetrics(Supplier<List<KnownFleet>> known) {
        super(MetricCatalog.LISTED_DEVICES);
        this.known = known;
    }

    @Override
    <E extends Exception> void collect(Predicate<String> wanted, Predicate<String> projects, SampleSink<E> sink)
            throws E {
        List<AccountInventory> inventories =
                known.get().stream().map(KnownFleet::inventory).toList();
        DeviceRows kept = rows;
        if (!kept.areOf(inventories)) {
            kept = new DeviceRows(inventories);
            rows = kept;
        }
        kept.writeTo(wanted, projects, sink);
    }
}
