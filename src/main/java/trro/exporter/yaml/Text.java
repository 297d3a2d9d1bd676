package trro.exporter.yaml;

import java.util.Locale;
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

    /** In quotes, on one line, of bounded length. */
    static String quote(String text) {
        return '"' + printable(text) + '"';
    }

    /** On one line, of bounded length. */
    static String printable(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(SHOWN_CHARACTERS).forEach(c -> {
            if (Unprintable.is(c)) {
                shown.append(String.format(Locale.ROOT, "\\u%04X", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return text.codePointCount(0, text.length()) > SHOWN_CHARACTERS ? shown + "…" : shown.toString();
    }
}
