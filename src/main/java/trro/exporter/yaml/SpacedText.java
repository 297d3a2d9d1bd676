package trro.exporter.yaml;

import java.util.BitSet;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.tokens.ScalarToken;
import org.snakeyaml.engine.v2.tokens.Token;

/**
 * A text, and the same with spaces for the tabs that YAML allows between the tokens of a line, and with tabs for spaces
 * that follow one where a line begins. Both have the same places, counted in characters of Unicode as the library does.
 *
 * <p>Tabs in scalars stay. To know where scalars are, the text is scanned with spaces for them, too: inside a scalar
 * the two mean the same to a scanner, except where a line begins. Only where a plain scalar goes on in another line the
 * tabs before it become spaces, which nobody sees.
 */
final class SpacedText {

    private final int[] written;
    private final int[] spaced;
    private final BitSet behindTab = new BitSet();
    private final BitSet indentation = new BitSet();

    private SpacedText(String text) {
        written = text.codePoints().toArray();
        spaced = written.clone();
        boolean tab = false;
        boolean blank = true;
        for (int i = 0; i < written.length; i++) {
            boolean begins = i == 0 || isBreak(written[i - 1]);
            tab = !begins && (tab || written[i - 1] == '\t');
            blank = begins || (blank && isBlank(written[i - 1]));
            behindTab.set(i, tab);
            indentation.set(i, blank);
            boolean white = written[i] == ' ' || written[i] == '\t';
            spaced[i] = white && (tab || !blank) ? (blank ? '\t' : ' ') : written[i];
        }
    }

    static SpacedText of(LoadSettings settings, String text) {
        SpacedText result = new SpacedText(text);
        if (text.indexOf('\t') >= 0) {
            result.restoreScalars(TabScanner.passingTabs(settings, result));
        }
        return result;
    }

    private void restoreScalars(TabScanner scanner) {
        try {
            int plainEnd = written.length;
            while (scanner.hasNext()) {
                Token token = scanner.next();
                int from = index(token.getStartMark());
                int to = index(token.getEndMark());
                boolean plain = token instanceof ScalarToken scalar && scalar.isPlain();
                for (int i = plainEnd; plain && i < from; i++) {
                    spaced[i] = written[i] == '\t' ? ' ' : written[i]; // one scalar, for the library two
                }
                plainEnd = plain ? to : written.length;
                if (token instanceof ScalarToken scalar) {
                    restore(from, to, TabScanner.isBlock(scalar));
                }
            }
        } catch (RuntimeException e) {
            // The parser meets the same at the same place.
        }
    }

    private void restore(int from, int to, boolean hasHeader) {
        int start = from;
        while (hasHeader && start < to && !isBreak(written[start])) {
            start++;
        }
        System.arraycopy(written, start, spaced, start, to - start);
    }

    private static int index(Optional<Mark> mark) {
        return mark.orElseThrow().getIndex();
    }

    String spaced() {
        return new String(spaced, 0, spaced.length);
    }

    /** Whether a tab stands before a place on its line. */
    boolean hasTabBefore(int index) {
        return behindTab.get(index);
    }

    /** Whether nothing but white space stands before a place on its line, a tab is among it, and it is not the end. */
    boolean isIndentedByTab(int index) {
        return behindTab.get(index) && indentation.get(index) && index < written.length;
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || c == '\ufeff';
    }

    static boolean isBreak(int c) {
        return c == '\n' || c == '\r';
    }
}
