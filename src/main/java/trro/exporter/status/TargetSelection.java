package trro.exporter.status;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import trro.exporter.model.PollTarget;
import trro.exporter.snapshot.Snapshot;
import trro.exporter.time.Moment;

/**
 * One page of the targets that a query asks for, out of very many.
 *
 * @param positions the page's targets as positions of the snapshot's index, projects first
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
        @Nullable TargetCondition[] conditions = conditions(status, query, now);
        int[] matching = matching(status.snapshot(), query, conditions);
        int pages = Math.max(1, (matching.length + ROWS - 1) / ROWS);
        int page = Math.min(query.page(), pages);
        int first = (page - 1) * ROWS;
        int[] rows = Arrays.copyOfRange(matching, first, Math.min(first + ROWS, matching.length));
        return new TargetSelection(
                Arrays.stream(rows).boxed().toList(), first, matching.length, page, pages, counts(conditions));
    }

    /** The condition of each target, null for those of other projects than the query's. */
    private static @Nullable TargetCondition[] conditions(Status status, StatusQuery query, Moment now) {
        List<PollTarget> targets = status.snapshot().targets();
        @Nullable TargetCondition[] conditions = new TargetCondition[targets.size()];
        for (int position = 0; position < conditions.length; position++) {
            PollTarget target = targets.get(position);
            conditions[position] =
                    query.project().isEmpty() || query.project().get().equals(target.projectId())
                            ? TargetCondition.of(target, status.snapshot().state(position), status, now)
                            : null;
        }
        return conditions;
    }

    private static int[] matching(Snapshot snapshot, StatusQuery query, @Nullable TargetCondition[] conditions) {
        List<PollTarget> targets = snapshot.targets();
        Predicate<PollTarget> filter = query.filter();
        IntPredicate wanted = position -> conditions[position] != null
                && (query.condition().isEmpty() || query.condition().get() == conditions[position])
                && filter.test(targets.get(position));
        IntPredicate ofProject = position -> targets.get(position).deviceId().isEmpty();
        return IntStream.concat(
                        IntStream.range(0, targets.size()).filter(ofProject),
                        IntStream.range(0, targets.size()).filter(ofProject.negate()))
                .filter(wanted)
                .toArray();
    }

    private static Map<TargetCondition, Integer> counts(@Nullable TargetCondition[] conditions) {
        Map<TargetCondition, Integer> counts = new EnumMap<>(TargetCondition.class);
        for (TargetCondition condition : conditions) {
            if (condition != null) {
                counts.merge(condition, 1, Integer::sum);
            }
        }
        return counts;
    }
}
