package trro.exporter.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import trro.exporter.exposition.SeriesLabels;
import trro.exporter.model.PollTarget;

/**
 * The labels of every target as they stand on pages, built once and kept, in the order in which Prometheus' library
 * sorts them: a scrape is cheap because it neither builds nor sorts them.
 */
final class FleetLabels {

    /**
     * The labels of one target.
     *
     * @param position of the target in the snapshot
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed by those who read it
    record TargetLabels(int position, PollTarget target, byte[] text, byte[] protobuf) implements SeriesLabels {

        /** Made anew, since no page needs them. */
        @Override
        public Labels labels() {
            return labelsOf(target);
        }
    }

    private final List<PollTarget> targets;
    private final List<TargetLabels> sorted;

    /** @param targets of a snapshot */
    FleetLabels(List<PollTarget> targets) {
        this.targets = targets;
        List<Labels> labels = targets.stream().map(FleetLabels::labelsOf).toList();
        sorted = IntStream.range(0, targets.size())
                .boxed()
                .sorted(Comparator.comparing(labels::get))
                .map(position -> kept(position, targets.get(position), SeriesLabels.of(labels.get(position))))
                .toList();
    }

    private static TargetLabels kept(int position, PollTarget target, SeriesLabels labels) {
        return new TargetLabels(position, target, labels.text(), labels.protobuf());
    }

    boolean areOf(List<PollTarget> others) {
        return targets.equals(others);
    }

    List<TargetLabels> sorted() {
        return sorted;
    }

    private static Labels labelsOf(PollTarget target) {
        String interval = target.interval().label();
        return target.deviceId()
                .map(deviceId ->
                        Labels.of("device_id", deviceId, "interval", interval, "project_id", target.projectId()))
                .orElseGet(() -> Labels.of("interval", interval, "project_id", target.projectId()));
    }
}
