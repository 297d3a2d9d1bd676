package trro.exporter.metrics;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import trro.exporter.exposition.SampleSink;
import trro.exporter.metrics.FleetLabels.TargetLabels;
import trro.exporter.model.StatisticInterval;
import trro.exporter.snapshot.Snapshot;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.snapshot.Viewpoint;
import trro.exporter.time.Moment;
import trro.exporter.time.TimeSource;

/** Turns the snapshot into gauges, all of one scrape from one snapshot and one moment. */
public final class SessionMetrics implements FamilyCollector {

    private final SnapshotStore store;
    private final ZoneId zone;
    private final Duration settleTime;
    private final Map<StatisticInterval, Duration> maxAges;
    private final TimeSource time;
    private volatile @Nullable FleetLabels labels;

    /**
     * @param zone whose calendar cuts days and months
     * @param settleTime how long after a window closed TRRO may still change it
     * @param maxAges the age of an answer of each polled interval from which its figures are no longer shown
     */
    public SessionMetrics(
            SnapshotStore store,
            ZoneId zone,
            Duration settleTime,
            Map<StatisticInterval, Duration> maxAges,
            TimeSource time) {
        this.store = store;
        this.zone = zone;
        this.settleTime = settleTime;
        this.maxAges = Map.copyOf(maxAges);
        this.time = time;
    }

    @Override
    public void collect(Predicate<String> projects, SampleSink sink) throws IOException {
        at(store.current()).collect(projects, sink);
    }

    /** The gauges of a snapshot that was taken before. */
    public FamilyCollector at(Snapshot snapshot) {
        return (projects, sink) -> scrape(snapshot, projects).writeTo(sink);
    }

    /** The snapshot is older than the moment, or an answer could be younger than now. */
    private FleetScrape scrape(Snapshot snapshot, Predicate<String> projects) {
        Moment now = Moment.now(time);
        Map<StatisticInterval, Viewpoint> views = new EnumMap<>(StatisticInterval.class);
        maxAges.forEach((interval, maxAge) -> views.put(interval, Viewpoint.of(snapshot, interval, zone, now, maxAge)));
        FleetScrape scrape = new FleetScrape(views, now, zone, settleTime);
        for (TargetLabels target : labels(snapshot).sorted()) {
            if (projects.test(target.target().projectId())) {
                scrape.add(target, snapshot.state(target.position()));
            }
        }
        return scrape;
    }

    /** The kept labels, or new ones when targets have changed; it is harmless if two scrapes at once build them. */
    private FleetLabels labels(Snapshot snapshot) {
        FleetLabels kept = labels;
        if (kept == null || !kept.areOf(snapshot.targets())) {
            kept = new FleetLabels(snapshot.targets());
            labels = kept;
        }
        return kept;
    }
}
