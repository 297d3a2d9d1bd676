package trro.exporter.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value whose <code>${NAME}</code> were replaced from the environment. It happens to single values after parsing, so
 * that a variable can never add keys.
 *
 * @param expanded whether anything came from the environment, which makes the text unfit for messages
 * @param problems empty if {@code text} can be used
 */
record EnvironmentText(String text, boolean expanded, List<String> problems) {

    private static final Pattern REFERENCE =
            Pattern.compile("(?<escaped>\\$\\$\\{)|\\$\\{(?:(?<name>[A-Za-z_][A-Za-z0-9_]{0,99})})?");

    /** Java's character in the place of bytes that are no text in the locale's encoding. */
    private static final char UNREADABLE = '\ufffd';

    EnvironmentText {
        problems = List.copyOf(problems);
    }

    static EnvironmentText expand(String raw, Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        boolean expanded = false;
        Matcher reference = REFERENCE.matcher(raw);
        int end = 0;
        while (reference.find() && text.length() <= YamlFormat.TEXT_CHARACTERS) {
            text.append(raw, end, reference.start());
            end = reference.end();
            String name = reference.group("name");
            if (reference.group("escaped") != null) {
                text.append("${");
            } else if (name == null) {
                problems.add("has a ${ without a variable's name and a } after it; write ${NAME}, or $${ for the"
                        + " characters ${ themselves");
            } else if (!environment.containsKey(name)) {
                problems.add("environment variable " + name + " is not set; set it, or write the value here");
            } else if (environment.getOrDefault(name, "").indexOf(UNREADABLE) >= 0) {
                problems.add("environment variable " + name
                        + " has characters that this locale cannot read; set LANG=C.UTF-8, or write the value here");
            } else {
                expanded = true;
                text.append(environment.get(name));
            }
        }
        text.append(raw, end, raw.length());
        if (text.length() > YamlFormat.TEXT_CHARACTERS) {
            problems.add("is longer than " + YamlFormat.TEXT_CHARACTERS + " characters; write a shorter value");
        }
        return new EnvironmentText(text.toString(), expanded, problems);
    }
}
