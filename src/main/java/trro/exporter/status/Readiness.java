package trro.exporter.status;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import trro.exporter.snapshot.Failure;
import trro.exporter.snapshot.Snapshot;
import trro.exporter.snapshot.TargetState;

/** Decides whether there is something to show of every project. Pure. */
public final class Readiness {

    private static final int MOST_NAMED = 10;

    private Readiness() {}

    /** The projects that have never been answered, with their last error's code; empty if there is none. */
    public static Optional<String> reasonNotReady(Snapshot snapshot) {
        Map<String, TargetState> projects = new TreeMap<>();
        snapshot.forEach((target, state) -> {
            if (target.deviceId().isEmpty()) {
                projects.merge(target.projectId(), state, Readiness::together);
            }
        });
        List<String> waiting = new ArrayList<>();
        projects.forEach((project, state) -> {
            if (state.latest().isEmpty()) {
                waiting.add(project + " (" + state.failure().map(Failure::code).orElse("no answer yet") + ")");
            }
        });
        return waiting.isEmpty() ? Optional.empty() : Optional.of(line(waiting, projects.size()));
    }

    private static String line(List<String> waiting, int projects) {
        int named = Math.min(MOST_NAMED, waiting.size());
        int left = waiting.size() - named;
        return "waiting for the first answer of " + waiting.size() + " of " + projects + " projects: "
                + String.join(", ", waiting.subList(0, named)) + (left > 0 ? ", and " + left + " more" : "");
    }

    /** A project is answered if one of its intervals is; its last error is the latest of all of them. */
    private static TargetState together(TargetState one, TargetState other) {
        return new TargetState(
                one.latest().or(other::latest),
                Stream.of(other, one)
                        .flatMap(state -> state.failure().stream())
                        .max(Comparator.comparing(Failure::at)));
    }
}
