package trro.exporter.status;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import trro.exporter.snapshot.Snapshot;
import trro.exporter.time.Moment;

/**
 * The state of the targets, in words.
 *
 * @param project the only project that is shown
 * @param text the text that is searched for
 * @param paused whether the form has to keep the page from refreshing itself
 * @param conditions all targets, and those of each condition: links of the summary and entries of the form
 * @param budgets of what is polled, with a link to more of it
 * @param filtered whether the table shows only a part of all targets
 * @param everything the address of all of them
 * @param range which of the matching targets the table shows
 * @param notPolled counts of what lists name and nobody asks for
 * @param pages links to other pages; empty if there is one page
 */
record TargetsView(
        Optional<String> project,
        String text,
        boolean paused,
        List<ConditionLink> conditions,
        List<BudgetRow> budgets,
        String budgetAddress,
        boolean filtered,
        String everything,
        String range,
        List<TargetRow> rows,
        Optional<NotPolled> notPolled,
        Optional<Pages> pages) {

    /** @param word the value of {@code state}, empty for all */
    record ConditionLink(String word, String text, String count, String address, boolean chosen) {}

    /** @param previous the address of the page before, if there is one */
    record Pages(
            String page,
            String count,
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
                    DisplayText.count(page),
                    DisplayText.count(last),
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
                query.project(),
                query.text(),
                query.paused(),
                conditions(selection, query),
                status.budgets().stream()
                        .filter(budget -> budget.queue().isPresent())
                        .map(BudgetRow::of)
                        .toList(),
                query.in(View.CALLS).address(),
                query.filters(),
                query.in(View.TARGETS).address(),
                range(selection),
                rows,
                NotPolled.of(status.inventories(), query.project()),
                Pages.of(selection, query));
    }

    private static List<ConditionLink> conditions(TargetSelection selection, StatusQuery query) {
        int targets =
                selection.counts().values().stream().mapToInt(count -> count).sum();
        ConditionLink all = choice("", targets == 1 ? "target" : "targets", targets, query, Optional.empty());
        return Stream.concat(
                        Stream.of(all),
                        Arrays.stream(TargetCondition.values())
                                .map(condition -> choice(
                                        condition.word(),
                                        condition.text(),
                                        selection.counts().getOrDefault(condition, 0),
                                        query,
                                        Optional.of(condition))))
                .toList();
    }

    private static ConditionLink choice(
            String word, String text, int count, StatusQuery query, Optional<TargetCondition> condition) {
        return new ConditionLink(
                word,
                text,
                DisplayText.count(count),
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
