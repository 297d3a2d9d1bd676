package trro.exporter.dashboards;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a query names, read without a parser: good enough for queries that spell their selectors with braces. */
record PromQl(String text) {

    private static final Pattern SELECTOR = Pattern.compile("([A-Za-z_:][\\w:]*)\\{([^}]*)}(\\[[^]]*])?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|!~|!=|=)\"([^\"]*)\"");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right) \\(([^)]*)\\)");
    private static final Pattern METRIC = Pattern.compile("\\b(?:trro|jvm|process|up|scrape)(?:_\\w+)?\\b(?!\\{)");
    private static final Pattern MADE_LABEL = Pattern.compile("count_values\\(\"(\\w+)\"|\"(\\w+)\", \"[$?0]");

    /**
     * @param range with its brackets, or empty
     * @param caller the function or parenthesis right before it
     */
    record Selector(String metric, List<Matcher> matchers, String range, String caller) {

        boolean has(String label, String operator, String value) {
            return matchers.contains(new Matcher(label, operator, value));
        }
    }

    record Matcher(String label, String operator, String value) {}

    List<Selector> selectors() {
        return SELECTOR.matcher(text).results().map(this::selector).toList();
    }

    private Selector selector(MatchResult found) {
        String range = found.group(3);
        String before = text.substring(0, found.start());
        return new Selector(
                found.group(1),
                MATCHER.matcher(found.group(2))
                        .results()
                        .map(matcher -> new Matcher(matcher.group(1), matcher.group(2), matcher.group(3)))
                        .toList(),
                range == null ? "" : range,
                before.replaceFirst("(?s)^.*?(\\w*\\(?)$", "$1"));
    }

    /** Metrics without braces, which therefore cannot say which job they are of. */
    List<String> bareMetrics() {
        String withoutSelectors = SELECTOR.matcher(text).replaceAll("");
        return METRIC.matcher(withoutSelectors)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /** Labels by which the query groups or joins, without those that it makes itself. */
    Set<String> groupingLabels() {
        Set<String> made = MADE_LABEL
                .matcher(text)
                .results()
                .map(found -> Objects.requireNonNullElse(found.group(1), found.group(2)))
                .collect(Collectors.toSet());
        return GROUPING.matcher(text)
                .results()
                .flatMap(found -> Stream.of(found.group(1).split(",\\s*")))
                .filter(label -> !label.isEmpty() && !made.contains(label))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
