package trro.exporter.web;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import trro.exporter.model.PollTarget;
import trro.exporter.snapshot.Snapshot;

/**
 * One page of the targets that a query asks for, out of very many.
 *
 * @param positions the page's targets as positions of the snapshot's index, projects first
 * @param first how many targets that match come before
 * @param matching how many match in all
 * @param page the page that is shown: the last one if a later one was asked for
 * @param pages how many there are, 1 or more
 * @param counts how many of all targets are in each condition
 */
record TargetSelection(
        List<Integer> positions, int first, int matching, int page, int pages, Map<Condition, Integer> counts) {

    static final int ROWS = 100;

    TargetSelection {
        positions = List.copyOf(positions);
        counts = Map.copyOf(counts);
    }

    static TargetSelection of(Snapshot snapshot, StatusQuery query) {
        int[] matching = matching(snapshot, query);
        int pages = Math.max(1, (matching.length + ROWS - 1) / ROWS);
        int page = Math.min(query.page(), pages);
        int first = (page - 1) * ROWS;
        int[] rows = Arrays.copyOfRange(matching, first, Math.min(first + ROWS, matching.length));
        return new TargetSelection(
                Arrays.stream(rows).boxed().toList(), first, matching.length, page, pages, counts(snapshot));
    }

    private static int[] matching(Snapshot snapshot, StatusQuery query) {
        List<PollTarget> targets = snapshot.index().targets();
        Predicate<PollTarget> filter = query.filter();
        IntPredicate wanted = position -> filter.test(targets.get(position))
                && (query.condition().isEmpty() || query.condition().get() == Condition.of(snapshot.state(position)));
        IntPredicate ofProject = position -> targets.get(position).deviceId().isEmpty();
        return IntStream.concat(
                        IntStream.range(0, targets.size()).filter(ofProject),
                        IntStream.range(0, targets.size()).filter(ofProject.negate()))
                .filter(wanted)
                .toArray();
    }

    private static Map<Condition, Integer> counts(Snapshot snapshot) {
        Map<Condition, Integer> counts = new EnumMap<>(Condition.class);
        snapshot.forEach((target, state) -> counts.merge(Condition.of(state), 1, Integer::sum));
        return counts;
    }
}
