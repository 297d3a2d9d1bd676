package trro.exporter.status;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import trro.exporter.model.PollTarget;
import trro.exporter.time.Moment;

/**
 * One page of the targets that a query asks for, out of very many.
 *
 * @param positions the page's targets as positions of the snapshot, projects first
 * @param first how many targets that match come before
 * @param matching how many match in all
 * @param page the page that is shown: the last one if a later one was asked for
 * @param pages how many there are, 1 or more
 * @param counts how many are in each condition, of all targets or those of the query's project
 */
record TargetSelection(
        List<Integer> positions, int first, int matching, int page, int pages, Map<TargetCondition, Integer> counts) {

    static final int ROWS = 100;

    TargetSelection {
        positions = List.copyOf(positions);
        counts = Map.copyOf(counts);
    }

    static TargetSelection of(Status status, StatusQuery query, Moment now) {
        List<PollTarget> targets = status.snapshot().targets();
        Predicate<PollTarget> filter = query.filter();
        Map<TargetCondition, Integer> counts = new EnumMap<>(TargetCondition.class);
        IntStream.Builder projects = IntStream.builder();
        IntStream.Builder devices = IntStream.builder();
        for (int position = 0; position < targets.size(); position++) {
            PollTarget target = targets.get(position);
            if (query.project().isEmpty() || query.project().get().equals(target.projectId())) {
                TargetCondition condition =
                        TargetCondition.of(target, status.snapshot().state(position), status, now);
                counts.merge(condition, 1, Integer::sum);
                if (query.condition().orElse(condition) == condition && filter.test(target)) {
                    (target.deviceId().isEmpty() ? projects : devices).add(position);
                }
            }
        }
        int[] matching = IntStream.concat(projects.build(), devices.build()).toArray();
        int pages = Math.max(1, (matching.length + ROWS - 1) / ROWS);
        int page = Math.min(query.page(), pages);
        int first = (page - 1) * ROWS;
        List<Integer> positions =
                Arrays.stream(matching).skip(first).limit(ROWS).boxed().toList();
        return new TargetSelection(positions, first, matching.length, page, pages, counts);
    }
}
