package trro.exporter.config;

import java.util.Locale;

/**
 * A text value, and what messages may say of it.
 *
 * @param text variables expanded
 * @param shown how a message calls it: the value in quotes, or a description where the value may be a secret
 */
record ConfigText(String text, String shown) {

    private static final int SHOWN_CHARACTERS = 60;

    /** A value that everybody may see. */
    static ConfigText open(String text) {
        return new ConfigText(text, quote(text));
    }

    /** In quotes, on one line, of bounded length. */
    static String quote(String text) {
        return '"' + printable(text) + '"';
    }

    /** On one line, of bounded length. */
    static String printable(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(SHOWN_CHARACTERS).forEach(c -> {
            if (isUnprintable(c)) {
                shown.append(String.format(Locale.ROOT, "\\u%04X", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return text.codePointCount(0, text.length()) > SHOWN_CHARACTERS ? shown + "…" : shown.toString();
    }

    /** Whether a character would break a line of text or is half of one. */
    static boolean isUnprintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
