package trro.exporter.web;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import trro.exporter.snapshot.Snapshot;

/**
 * Everything that the status page says, in words.
 *
 * @param uptime how long ago it started
 * @param metrics the telemetry path, relative to this page, so that it works behind a proxy's path too
 * @param text the text that is searched for
 * @param choices all targets, and those of each condition: links of the summary and entries of the form
 * @param filtered whether the table shows only a part of all targets
 * @param range which of the matching targets the table shows
 * @param pages links to other pages; empty if there is one page
 */
record StatusView(
        String version,
        String startedAt,
        String uptime,
        String timeZone,
        String metrics,
        String text,
        List<Choice> choices,
        boolean filtered,
        String range,
        List<TargetRow> rows,
        Optional<Pages> pages) {

    /** @param word the value of {@code state}, empty for all */
    record Choice(String word, String text, String count, String address, boolean chosen) {}

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
                    Words.count(page),
                    Words.count(last),
                    address(page > 1, query, 1),
                    address(page > 1, query, page - 1),
                    address(page < last, query, page + 1),
                    address(page < last, query, last)));
        }

        private static Optional<String> address(boolean exists, StatusQuery query, int page) {
            return exists ? Optional.of(query.atPage(page).address()) : Optional.empty();
        }
    }

    static StatusView of(Status status, StatusQuery query, String telemetryPath, Moment now) {
        Snapshot snapshot = status.snapshot();
        TargetSelection selection = TargetSelection.of(snapshot, query);
        List<TargetRow> rows = selection.positions().stream()
                .map(position ->
                        TargetRow.of(snapshot.index().targets().get(position), snapshot.state(position), status, now))
                .toList();
        return new StatusView(
                status.version(),
                Words.moment(status.startedAt()),
                Words.span(Duration.between(status.startedAt(), now.instant())),
                status.timeZone().getId(),
                telemetryPath.substring(1),
                query.text(),
                choices(selection, query, snapshot.index().targets().size()),
                !query.text().isEmpty() || query.condition().isPresent(),
                range(selection),
                rows,
                Pages.of(selection, query));
    }

    private static List<Choice> choices(TargetSelection selection, StatusQuery query, int targets) {
        Choice all = choice("", targets == 1 ? "target" : "targets", targets, query, Optional.empty());
        return Stream.concat(
                        Stream.of(all),
                        Arrays.stream(Condition.values())
                                .map(condition -> choice(
                                        condition.word(),
                                        condition.text(),
                                        selection.counts().getOrDefault(condition, 0),
                                        query,
                                        Optional.of(condition))))
                .toList();
    }

    private static Choice choice(
            String word, String text, int count, StatusQuery query, Optional<Condition> condition) {
        return new Choice(
                word,
                text,
                Words.count(count),
                StatusQuery.ALL.of(condition).address(),
                query.condition().equals(condition));
    }

    private static String range(TargetSelection selection) {
        int shown = selection.positions().size();
        return shown == 0
                ? "none"
                : Words.count(selection.first() + 1) + " to " + Words.count(selection.first() + shown) + " of "
                        + Words.count(selection.matching());
    }
}
