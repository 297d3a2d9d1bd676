package trro.exporter.config;

import java.util.Optional;

/** The rules for ids and names, which are any text that survives as the value of a label. */
final class Name {

    private Name() {}

    /** A name that keeps the rules, or empty after its problem was reported. */
    static Optional<String> read(ConfigNode node, int maxLength, String nextStep) {
        return readText(node, maxLength, nextStep).map(ConfigText::text);
    }

    /** As {@link #read}, for a caller that goes on to talk about it. */
    static Optional<ConfigText> readText(ConfigNode node, int maxLength, String nextStep) {
        Optional<ConfigText> text = node.text(nextStep);
        Optional<String> problem = text.flatMap(name -> problem(name, maxLength, nextStep));
        problem.ifPresent(node::problem);
        return problem.isPresent() ? Optional.empty() : text;
    }

    /** What is wrong with a name that is not empty. */
    static Optional<String> problem(ConfigText name, int maxLength, String nextStep) {
        String text = name.text();
        int length = text.codePointCount(0, text.length());
        if (length > maxLength) {
            return Optional.of("%s has %s characters where %s are the most; %s"
                    .formatted(name.shown(), length, maxLength, nextStep));
        }
        if (text.codePoints().anyMatch(ConfigText::isUnprintable)) {
            return Optional.of("%s has an invisible or control character; %s".formatted(name.shown(), nextStep));
        }
        if (!text.equals(text.strip())) {
            return Optional.of("%s begins or ends with a space; %s".formatted(name.shown(), nextStep));
        }
        return Optional.empty();
    }
}
