package trro.exporter.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import trro.exporter.model.PollTarget;

/**
 * Which part of the targets a reader of the status page wants to see.
 *
 * @param text part of a project's or device's id, in either case; empty for all
 * @param condition the only condition to show
 * @param page from 1
 */
record StatusQuery(String text, Optional<Condition> condition, int page) {

    static final StatusQuery ALL = new StatusQuery("", Optional.empty(), 1);

    private static final int LONGEST_TEXT = 200;

    /** @throws IllegalArgumentException if a parameter makes no sense; the message is for the reader */
    static StatusQuery parse(Map<String, List<String>> parameters) {
        String text = first(parameters, "q").strip();
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("q is longer than 200 characters; search for a part of the id");
        }
        String state = first(parameters, "state");
        Optional<Condition> condition = Condition.ofWord(state);
        if (condition.isEmpty() && !state.isEmpty()) {
            throw new IllegalArgumentException("state is none of answered, failed, not-asked");
        }
        String page = first(parameters, "page");
        if (!page.matches("|[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("page is not a number from 1");
        }
        return new StatusQuery(text, condition, page.isEmpty() ? 1 : Integer.parseInt(page));
    }

    private static String first(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(name, List.of()).stream().findFirst().orElse("");
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

    StatusQuery atPage(int otherPage) {
        return new StatusQuery(text, condition, otherPage);
    }

    StatusQuery of(Optional<Condition> otherCondition) {
        return new StatusQuery(text, otherCondition, 1);
    }

    /** The query's part of an address, from the question mark on. */
    String address() {
        StringBuilder address = new StringBuilder("?");
        if (!text.isEmpty()) {
            address.append("q=")
                    .append(URLEncoder.encode(text, StandardCharsets.UTF_8))
                    .append('&');
        }
        condition.ifPresent(only -> address.append("state=").append(only.word()).append('&'));
        return address.append("page=").append(page).toString();
    }
}
