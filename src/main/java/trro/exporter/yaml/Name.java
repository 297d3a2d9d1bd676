package trro.exporter.yaml;

import java.util.Optional;
import trro.exporter.model.Unprintable;

/** The rules for ids and names, which are any text that survives as the value of a label. */
public final class Name {

    private Name() {}

    /** A name that keeps the rules, or empty after its problem was reported. */
    public static Optional<String> read(Node node, int maxLength, String nextStep) {
        return readText(node, maxLength, nextStep).map(Text::text);
    }

    /** As {@link #read}, for a caller that goes on to talk about it. */
    public static Optional<Text> readText(Node node, int maxLength, String nextStep) {
        Optional<Text> text = node.text(nextStep);
        Optional<String> problem = text.flatMap(name -> problem(name, maxLength, nextStep));
        problem.ifPresent(node::problem);
        return problem.isPresent() ? Optional.empty() : text;
    }

    /** The rule that a name breaks, as a message; the name is not empty. */
    public static Optional<String> problem(Text name, int maxLength, String nextStep) {
        String text = name.text();
        int length = text.codePointCount(0, text.length());
        if (length > maxLength) {
            return Optional.of("%s has %s characters where %s are the most; %s"
                    .formatted(name.shown(), length, maxLength, nextStep));
        }
        if (Unprintable.isIn(text)) {
            return Optional.of("%s has an invisible or control character; %s".formatted(name.shown(), nextStep));
        }
        if (!text.equals(text.strip())) {
            return Optional.of("%s begins or ends with a space; %s".formatted(name.shown(), nextStep));
        }
        return Optional.empty();
    }
}
