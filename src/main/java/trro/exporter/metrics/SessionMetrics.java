package trro.exporter.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import trro.exporter.metrics.FleetLabels.TargetLabels;
import trro.exporter.model.Buckets;
import trro.exporter.model.StatisticInterval;
import trro.exporter.snapshot.Snapshot;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.time.TimeSource;

/**
 * Turns the snapshot into gauges, all of one scrape from one snapshot and one moment.
 *
 * <p>No meter object exists for a series, so what is no longer known is no longer shown.
 */
public final class SessionMetrics extends ProjectCollector {

    private final SnapshotStore store;
    private final ZoneId zone;
    private final Map<StatisticInterval, Duration> maxAges;
    private final TimeSource time;
    private volatile @Nullable FleetLabels labels;

    /** @param maxAges how old an answer of each polled interval may become before its figures are no longer shown */
    public SessionMetrics(SnapshotStore store, ZoneId zone, Map<StatisticInterval, Duration> maxAges, TimeSource time) {
        super(MetricCatalog.FLEET);
        this.store = store;
        this.zone = zone;
        this.maxAges = Map.copyOf(maxAges);
        this.time = time;
    }

    @Override
    MetricSnapshots collect(Predicate<String> wanted, Predicate<String> projects) {
        LibrarySnapshots snapshots = new LibrarySnapshots();
        scrape(projects).writeTo(snapshots, wanted);
        return snapshots.snapshots();
    }

    /**
     * Writes the same as {@link #collect} in a text format, without the end of the page.
     *
     * @param wanted whether a metric of this name is to be written
     * @param project only this project's figures; empty for all
     */
    void writeText(ExpositionFormat format, Predicate<String> wanted, Optional<String> project, OutputStream out)
            throws IOException {
        TextPage page = new TextPage(format, out);
        scrape(projectId -> project.isEmpty() || project.get().equals(projectId))
                .writeTo(page, wanted);
        page.finish();
    }

    private FleetScrape scrape(Predicate<String> wanted) {
        Snapshot snapshot = store.current(); // before the moment, or an answer could be younger than now
        Instant now = time.now();
        Map<StatisticInterval, Buckets> calendar = new EnumMap<>(StatisticInterval.class);
        maxAges.keySet().forEach(interval -> calendar.put(interval, Buckets.at(now, interval, zone)));
        FleetScrape scrape = new FleetScrape(calendar, maxAges, time.nanoTime());
        for (TargetLabels target : labels(snapshot).sorted()) {
            if (wanted.test(target.target().projectId())) {
                scrape.add(target, snapshot.state(target.position()));
            }
        }
        return scrape;
    }

    /** The kept labels, or new ones when the targets have changed; that two scrapes at once may both build them is harmless. */
    private FleetLabels labels(Snapshot snapshot) {
        FleetLabels kept = labels;
        if (kept == null || !kept.areOf(snapshot.index())) {
            kept = new FleetLabels(snapshot.index());
            labels = kept;
        }
        return kept;
    }
}
