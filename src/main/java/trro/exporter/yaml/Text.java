package trro.exporter.yaml;

import java.util.Locale;
import java.util.Optional;
import trro.exporter.model.Unprintable;

/**
 * A text value, and how messages may show it.
 *
 * @param text variables expanded
 * @param shown its name in a message: the value in quotes, or a description where the value may be a secret
 */
public record Text(String text, String shown) {

    private static final int SHOWN_CHARACTERS = 60;

    /** A value that everybody may see. */
    public static Text open(String text) {
        return new Text(text, quote(text));
    }

    /** The rule for ids and names that the text, which is not empty, breaks: names survive as the value of a label. */
    public Optional<String> nameProblem(int maxLength, String nextStep) {
        int length = text.codePointCount(0, text.length());
        if (length > maxLength) {
            return Optional.of(
                    "%s has %s characters where %s are the most; %s".formatted(shown, length, maxLength, nextStep));
        }
        if (Unprintable.isIn(text)) {
            return Optional.of("%s has an invisible or control character; %s".formatted(shown, nextStep));
        }
        return text.equals(text.strip())
                ? Optional.empty()
                : Optional.of("%s begins or ends with a space; %s".formatted(shown, nextStep));
    }

    /** In quotes, on one line, of bounded length. */
    static String quote(String text) {
        return '"' + printable(text) + '"';
    }

    /** On one line, of bounded length. */
    static String printable(String text) {
        StringBuilder shown = new StringBuilder();
        int i = 0;
        for (int count = 0; count < SHOWN_CHARACTERS && i < text.length(); count++) {
            int c = text.codePointAt(i);
            if (Unprintable.is(c)) {
                shown.append(String.format(Locale.ROOT, "\\u%04X", c));
            } else {
                shown.appendCodePoint(c);
            }
            i += Character.charCount(c);
        }
        return i < text.length() ? shown.append('…').toString() : shown.toString();
    }
}
