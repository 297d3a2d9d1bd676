package trro.exporter.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import trro.exporter.model.PollTarget;
import trro.exporter.model.Window;
import trro.exporter.snapshot.TargetIndex;

/**
 * The labels of every target, built once and kept, in the order in which Prometheus' library sorts them: labels that need
 * neither building nor sorting are what makes a scrape cheap.
 */
final class FleetLabels {

    /**
     * The labels of one target.
     *
     * @param position of the target in the index
     * @param target without a window
     */
    record TargetLabels(int position, PollTarget pollTarget, Labels target, Labels current, Labels previous) {

        private static TargetLabels of(int position, PollTarget target) {
            List<String> names = new ArrayList<>(List.of("project_id", "interval"));
            List<String> values = new ArrayList<>(
                    List.of(target.projectId(), target.interval().label()));
            target.deviceId().ifPresent(deviceId -> {
                names.add("device_id");
                values.add(deviceId);
            });
            Labels labels = Labels.of(names, values);
            return new TargetLabels(
                    position,
                    target,
                    labels,
                    labels.add("window", Window.CURRENT.label()),
                    labels.add("window", Window.PREVIOUS.label()));
        }

        Labels in(Window window) {
            return switch (window) {
                case CURRENT -> current;
                case PREVIOUS -> previous;
            };
        }
    }

    private final TargetIndex index;
    private final List<TargetLabels> sorted;

    FleetLabels(TargetIndex index) {
        this.index = index;
        List<PollTarget> targets = index.targets();
        sorted = IntStream.range(0, targets.size())
                .mapToObj(position -> TargetLabels.of(position, targets.get(position)))
                .sorted(Comparator.comparing(TargetLabels::current))
                .toList();
    }

    /** Whether these are the labels of {@code other}'s targets. */
    boolean areOf(TargetIndex other) {
        return index == other;
    }

    List<TargetLabels> sorted() {
        return sorted;
    }
}
