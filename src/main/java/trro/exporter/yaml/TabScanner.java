package trro.exporter.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.ScannerException;
import org.snakeyaml.engine.v2.scanner.Scanner;
import org.snakeyaml.engine.v2.scanner.ScannerImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.tokens.ScalarToken;
import org.snakeyaml.engine.v2.tokens.Token;

/**
 * The library's scanner with YAML's own rule for tabs: they separate, but do not indent.
 *
 * <p>The library refuses many a tab that separates. Therefore it reads a {@link SpacedText}, which has none behind the
 * first character of a line. On a tab that begins a line the library stands when it refuses it and has changed nothing
 * yet, so one that separates is stepped over and the library asked again. On the other hand it lets some tabs
 * indent, which is refused here.
 */
final class TabScanner implements Scanner {

    private static final String CANNOT_START = "that cannot start any token";

    /** {@link YamlProblems} knows it by this word, as the library's own. */
    private static final String TAB = "(TAB)";

    private final SpacedText text;
    private final StreamReader reader;
    private final Scanner scanner;
    private final boolean passesTabs;
    private boolean inContent;
    private int brackets;
    private int line;

    private TabScanner(LoadSettings settings, SpacedText text, boolean passesTabs) {
        this.text = text;
        this.reader = new StreamReader(settings, text.spaced());
        this.scanner = new ScannerImpl(settings, reader);
        this.passesTabs = passesTabs;
    }

    /** A scanner of a text in which scalars are as written. */
    static TabScanner of(LoadSettings settings, SpacedText text) {
        return new TabScanner(settings, text, false);
    }

    /** A scanner that takes a plain scalar for two where its next line begins with a tab, and does not refuse it. */
    static TabScanner passingTabs(LoadSettings settings, SpacedText text) {
        return new TabScanner(settings, text, true);
    }

    @Override
    public boolean checkToken(Token.ID... choices) {
        look();
        return scanner.checkToken(choices);
    }

    @Override
    public boolean hasNext() {
        return look();
    }

    @Override
    public Token peekToken() {
        look();
        return scanner.peekToken();
    }

    @Override
    public Token next() {
        Token token = scanner.next();
        line = token.getStartMark().map(Mark::getLine).orElse(line);
        switch (token.getTokenId()) {
            case StreamStart, Directive, DocumentStart, DocumentEnd, Comment -> inContent = false;
            case FlowMappingStart, FlowSequenceStart -> {
                brackets++;
                inContent = true;
            }
            case FlowMappingEnd, FlowSequenceEnd -> brackets--;
            case Scalar -> {
                inContent = true;
                if (isBlock((ScalarToken) token)) {
                    skipComments();
                }
            }
            default -> inContent = true;
        }
        return token;
    }

    @Override
    public void resetDocumentIndex() {
        scanner.resetDocumentIndex();
    }

    /** The line of the latest token that was taken, from 0. */
    int line() {
        return line;
    }

    /** The place where the library reads, also when it fails without naming one; from 0. */
    Problem problemHere() {
        return YamlProblems.at(reader.getLine(), reader.getColumn(), "");
    }

    static boolean isBlock(ScalarToken scalar) {
        return scalar.getStyle() == ScalarStyle.LITERAL || scalar.getStyle() == ScalarStyle.FOLDED;
    }

    /** Makes the library scan the next token, if there is one. */
    private boolean look() {
        while (true) {
            try {
                boolean any = scanner.hasNext();
                if (any) {
                    refuseIndentation(scanner.peekToken());
                }
                return any;
            } catch (ScannerException e) {
                if (!String.valueOf(e.getProblem()).contains(CANNOT_START) || !separates()) {
                    throw e;
                }
                reader.forward(blanks());
            }
        }
    }

    /**
     * Whether the reader stands on a tab that YAML allows: nothing stands before it in its document, or a plain scalar
     * may go on after it, as the library has passed the spaces before it.
     */
    private boolean separates() {
        return reader.peek() == '\t' && (!inContent || (passesTabs && reader.getColumn() > 0));
    }

    private void refuseIndentation(Token token) {
        Mark mark = token.getStartMark().orElseThrow();
        boolean indents = switch (token.getTokenId()) {
            case BlockMappingStart, BlockSequenceStart -> text.hasTabBefore(mark.getIndex());
            case Key, Value, BlockEntry, BlockEnd -> brackets == 0 && text.isIndentedByTab(mark.getIndex());
            default -> false;
        };
        if (indents) {
            throw new ScannerException("", Optional.empty(), TAB, Optional.of(mark));
        }
    }

    /**
     * After a block scalar the library refuses every tab that begins a line. YAML allows those of blank lines and
     * comments below the first comment.
     */
    private void skipComments() {
        if (reader.peek() != '#') {
            return;
        }
        int length = 0;
        while (reader.peek(length) == '#' || SpacedText.isBreak(reader.peek(length))) {
            while (!SpacedText.isBreak(reader.peek(length)) && reader.peek(length) != 0) {
                length++;
            }
            reader.forward(length + 1);
            length = blanks();
        }
        reader.forward(reader.peek(length) == 0 ? length : 0);
    }

    private int blanks() {
        int length = 0;
        while (reader.peek(length) == '\t' || reader.peek(length) == ' ') {
            length++;
        }
        return length;
    }
}
