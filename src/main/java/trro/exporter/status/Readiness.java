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

    /** Beginnings of codes that say nothing about the project: of TRRO's troubles, and of those on the way to it. */
    private static final List<String> PASSING = List.of(
            "Credentials",
            "Defect",
            "FailedOperation",
            "InternalError",
            "Malformed",
            "Network",
            "RequestLimitExceeded",
            "ResourceUnavailable",
            "ServiceUnavailable",
            "Timeout");

    private Readiness() {}

    /**
     * The projects that were neither answered nor refused yet, with their last error's code; empty if there is none and
     * one at least was answered. A project that TRRO refuses is the page's matter and {@code trro_up}'s: waiting for it
     * would keep all others out of service.
     */
    public static Optional<String> reasonNotReady(Snapshot snapshot) {
        Map<String, TargetState> projects = new TreeMap<>();
        snapshot.forEach((target, state) -> {
            if (target.deviceId().isEmpty()) {
                projects.merge(target.projectId(), state, Readiness::together);
            }
        });
        boolean anyAnswered =
                projects.values().stream().anyMatch(state -> state.latest().isPresent());
        List<String> waiting = new ArrayList<>();
        projects.forEach((project, state) -> {
            if (state.latest().isEmpty() && !(anyAnswered && isRefused(state))) {
                waiting.add(project + " (" + state.failure().map(Failure::code).orElse("no answer yet") + ")");
            }
        });
        return waiting.isEmpty() ? Optional.empty() : Optional.of(line(waiting, projects.size()));
    }

    /** Whether asking again is no help, as far as the code tells. */
    private static boolean isRefused(TargetState state) {
        return state.failure()
                .filter(failure -> PASSING.stream().noneMatch(failure.code()::startsWith))
                .isPresent();
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
