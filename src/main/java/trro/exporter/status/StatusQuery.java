package trro.exporter.status;

import static java.util.stream.Collectors.joining;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import trro.exporter.model.PollTarget;

/**
 * The part of the status page that a reader wants to see.
 *
 * @param paused whether the page must not refresh itself
 * @param project the only project to show
 * @param text part of a project's or device's id, in either case; empty for all
 * @param condition the only condition to show
 * @param page from 1
 */
public record StatusQuery(
        View view,
        boolean paused,
        Optional<String> project,
        String text,
        Optional<TargetCondition> condition,
        int page) {

    static final StatusQuery ALL = new StatusQuery(View.TARGETS, false, Optional.empty(), "", Optional.empty(), 1);

    private static final int LONGEST_TEXT = 200;
    private static final String OFF = "off";

    /**
     * Reads the parameters of an address.
     *
     * @throws IllegalArgumentException if a parameter makes no sense; the message is for the reader
     */
    public static StatusQuery parse(Map<String, List<String>> parameters) {
        String refresh = first(parameters, "refresh");
        if (!refresh.isEmpty() && !refresh.equals(OFF)) {
            throw new IllegalArgumentException("refresh is not off; leave it out to have the page refresh itself");
        }
        String text = first(parameters, "q").strip();
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("q is longer than 200 characters; search for a part of the id");
        }
        String page = first(parameters, "page");
        if (!page.matches("|[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("page is not a number from 1");
        }
        return new StatusQuery(
                choice(parameters, "view", View.values(), View::word).orElse(View.TARGETS),
                refresh.equals(OFF),
                Optional.of(first(parameters, "project")).filter(id -> !id.isEmpty()),
                text,
                choice(parameters, "state", TargetCondition.values(), TargetCondition::word),
                page.isEmpty() ? 1 : Integer.parseInt(page));
    }

    private static String first(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(name, List.of()).stream().findFirst().orElse("");
    }

    /** The value that has this word in addresses; empty if none is given. */
    private static <T> Optional<T> choice(
            Map<String, List<String>> parameters, String name, T[] values, Function<T, String> word) {
        String given = first(parameters, name);
        Optional<T> chosen = Arrays.stream(values)
                .filter(value -> word.apply(value).equals(given))
                .findFirst();
        if (chosen.isEmpty() && !given.isEmpty()) {
            throw new IllegalArgumentException(
                    name + " is none of " + Arrays.stream(values).map(word).collect(joining(", ")));
        }
        return chosen;
    }

    /** Whether the text is part of one of a target's ids. */
    Predicate<PollTarget> filter() {
        if (text.isEmpty()) {
            return target -> true;
        }
        // A pattern, since it compares without making a text for each of many ids.
        Pattern pattern = Pattern.compile(Pattern.quote(text), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        return target -> pattern.matcher(target.projectId()).find()
                || pattern.matcher(target.deviceId().orElse("")).find();
    }

    /** Whether it asks for a part of the targets only. */
    boolean filters() {
        return project.isPresent() || !text.isEmpty() || condition.isPresent();
    }

    /** All of another view. */
    StatusQuery in(View other) {
        return new StatusQuery(other, paused, Optional.empty(), "", Optional.empty(), 1);
    }

    StatusQuery ofProject(String id) {
        return new StatusQuery(View.TARGETS, paused, Optional.of(id), "", Optional.empty(), 1);
    }

    StatusQuery of(Optional<TargetCondition> other) {
        return new StatusQuery(View.TARGETS, paused, project, "", other, 1);
    }

    StatusQuery atPage(int other) {
        return new StatusQuery(view, paused, project, text, condition, other);
    }

    /** The same with the refresh paused if it is not, and the other way round. */
    StatusQuery withRefreshToggled() {
        return new StatusQuery(view, !paused, project, text, condition, page);
    }

    /** The query's part of an address, from the question mark on, without what is meant anyway. */
    String address() {
        return Stream.of(
                        view == View.TARGETS ? "" : "view=" + view.word(),
                        project.map(id -> "project=" + encode(id)).orElse(""),
                        text.isEmpty() ? "" : "q=" + encode(text),
                        condition.map(only -> "state=" + only.word()).orElse(""),
                        page == 1 ? "" : "page=" + page,
                        paused ? "refresh=" + OFF : "")
                .filter(parameter -> !parameter.isEmpty())
                .collect(joining("&", "?", ""));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
