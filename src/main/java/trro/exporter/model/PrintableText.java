package trro.exporter.model;

import java.util.Locale;

/** Text of others, such as a peer's words or an exception's, as it may be logged, kept and shown. */
public final class PrintableText {

    /** Nothing worth reading is longer, and it may come for each of thousands of targets. */
    public static final int MOST_CHARACTERS = 500;

    private PrintableText() {}

    /** At most {@link #MOST_CHARACTERS} of it, on one line, with what is {@link Unprintable} escaped as in Java. */
    public static String of(String text) {
        String cut = cut(text, MOST_CHARACTERS);
        if (!Unprintable.isIn(cut)) {
            return cut;
        }
        StringBuilder printable = new StringBuilder();
        cut.codePoints().forEach(c -> {
            if (!Unprintable.is(c)) {
                printable.appendCodePoint(c);
            } else {
                for (char half : Character.toChars(c)) {
                    printable.append(String.format(Locale.ROOT, "\\u%04x", (int) half));
                }
            }
        });
        return cut(printable.toString(), MOST_CHARACTERS);
    }

    /** At most so many characters and a sign that there were more, without cutting one of two halves in the middle. */
    public static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "…";
    }
}
