package trro.exporter.model;

/**
 * Characters that break a line of text, steer a terminal, cannot be seen or are half of a pair: controls (C0, DEL, and
 * C1 up to U+009F), formats, line and paragraph separators, lone surrogates.
 */
public final class Unprintable {

    private Unprintable() {}

    /** Whether a character is one of them. */
    public static boolean is(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** Whether one of them is in the text. */
    public static boolean isIn(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (is(text.codePointAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** The text on one line: a space for each run of them, and no space at either end. */
    public static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        boolean inRun = false;
        for (int codePoint : text.codePoints().toArray()) {
            if (!is(codePoint)) {
                line.appendCodePoint(codePoint);
            } else if (!inRun) {
                line.append(' ');
            }
            inRun = is(codePoint);
        }
        return line.toString().strip();
    }
}
