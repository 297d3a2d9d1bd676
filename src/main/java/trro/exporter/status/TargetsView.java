package trro.exporter.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import trro.exporter.snapshot.Snapshot;
import trro.exporter.time.Moment;

/**
 * The state of the targets.
 *
 * @param query what it answers
 * @param conditions all targets, and those of each condition: links of the summary and entries of the form
 * @param budgets of what is polled, with a link to more of it
 * @param everything the address of all of them
 * @param range which of the matching targets the table shows
 * @param notPolled counts of what lists name and nobody asks for
 * @param pages links to other pages; empty if there is one page
 */
record TargetsView(
        StatusQuery query,
        List<ConditionLink> conditions,
        List<Budget> budgets,
        String budgetAddress,
        String everything,
        String range,
        List<TargetRow> rows,
        Optional<NotPolled> notPolled,
        Optional<Pages> pages) {

    /** @param word the value of {@code state}, empty for all */
    record ConditionLink(String word, String text, int count, String address, boolean chosen) {}

    /** @param previous the address of the page before, if there is one */
    record Pages(
            int page,
            int count,
            Optional<String> first,
            Optional<String> previous,
            Optional<String> next,
            Optional<String> last) {

        static Optional<Pages> of(TargetSelection selection, StatusQuery query) {
            int page = selection.page();
            int last = selection.pages();
            if (last == 1) {
                return Optional.empty();
            }
            return Optional.of(new Pages(
                    page,
                    last,
                    address(page > 1, query, 1),
                    address(page > 1, query, page - 1),
                    address(page < last, query, page + 1),
                    address(page < last, query, last)));
        }

        private static Optional<String> address(boolean exists, StatusQuery query, int page) {
            return exists ? Optional.of(query.atPage(page).address()) : Optional.empty();
        }
    }

    static TargetsView of(Status status, StatusQuery query, Moment now) {
        Snapshot snapshot = status.snapshot();
        TargetSelection selection = TargetSelection.of(status, query, now);
        List<TargetRow> rows = selection.positions().stream()
                .map(position ->
                        TargetRow.of(snapshot.targets().get(position), snapshot.state(position), status, query, now))
                .toList();
        return new TargetsView(
                query,
                conditions(selection, query),
                status.budgets().stream()
                        .filter(budget -> budget.queue().isPresent())
                        .toList(),
                query.in(View.CALLS).address(),
                query.in(View.TARGETS).address(),
                range(selection),
                rows,
                NotPolled.of(status.inventories(), query.project()),
                Pages.of(selection, query));
    }

    private static List<ConditionLink> conditions(TargetSelection selection, StatusQuery query) {
        int targets =
                selection.counts().values().stream().mapToInt(count -> count).sum();
        List<ConditionLink> links = new ArrayList<>();
        links.add(choice("", targets == 1 ? "target" : "targets", targets, query, Optional.empty()));
        for (TargetCondition condition : TargetCondition.values()) {
            int count = selection.counts().getOrDefault(condition, 0);
            links.add(choice(condition.word(), condition.text(), count, query, Optional.of(condition)));
        }
        return links;
    }

    private static ConditionLink choice(
            String word, String text, int count, StatusQuery query, Optional<TargetCondition> condition) {
        return new ConditionLink(
                word,
                text,
                count,
                query.of(condition).address(),
                query.condition().equals(condition));
    }

    private static String range(TargetSelection selection) {
        int shown = selection.positions().size();
        return shown == 0
                ? "none"
                : DisplayText.count(selection.first() + 1) + " to " + DisplayText.count(selection.first() + shown)
                        + " of " + DisplayText.count(selection.matching());
    }
}
