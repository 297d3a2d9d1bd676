package trro.exporter.snapshot;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import trro.exporter.model.PollTarget;

/**
 * Every target in its natural order, each with its position. Another one takes its place when the configuration
 * changes, or discovery finds something. Immutable.
 */
public final class TargetIndex {

    private final List<PollTarget> targets;

    TargetIndex(Collection<PollTarget> targets) {
        this.targets = targets.stream().sorted().distinct().toList();
    }

    /** By project, then device (the project's own figures before them), then interval. */
    public List<PollTarget> targets() {
        return targets;
    }

    OptionalInt position(PollTarget target) {
        int position = Collections.binarySearch(targets, target);
        return position < 0 ? OptionalInt.empty() : OptionalInt.of(position);
    }
}
