package trro.exporter.yaml;

import java.util.Optional;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.ScannerException;
import org.snakeyaml.engine.v2.scanner.Scanner;
import org.snakeyaml.engine.v2.scanner.ScannerImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.tokens.Token;

/**
 * The library's scanner with YAML's own rule for tabs: they separate, but do not indent.
 *
 * <p>The library refuses nearly every tab between two tokens. It stands on the tab when it does so and has changed
 * nothing yet, so a tab that separates is stepped over and the same question put again. On the other hand it lets some
 * tabs indent a list or mapping, which is refused here.
 */
final class TabScanner implements Scanner {

    private static final String CANNOT_START = "that cannot start any token";

    /** {@link YamlProblems} knows it by this word, as the library's own. */
    private static final String TAB = "(TAB)";

    private final String text;
    private final StreamReader reader;
    private final Scanner scanner;
    private boolean inContent;
    private int line;

    /** The same place in {@code text}, counted in characters as the reader does and in those of Java. */
    private int index;

    private int offset;

    /** @param reader at the beginning of {@code text} */
    TabScanner(LoadSettings settings, String text, StreamReader reader) {
        this.text = text;
        this.reader = reader;
        this.scanner = new ScannerImpl(settings, reader);
    }

    @Override
    public boolean checkToken(Token.ID... choices) {
        return steppingOverTabs(() -> scanner.checkToken(choices));
    }

    @Override
    public boolean hasNext() {
        return steppingOverTabs(scanner::hasNext);
    }

    @Override
    public Token peekToken() {
        return steppingOverTabs(scanner::peekToken);
    }

    @Override
    public Token next() {
        Token token = scanner.next();
        line = token.getStartMark().map(Mark::getLine).orElse(line);
        switch (token.getTokenId()) {
            case StreamStart, Directive, DocumentStart, DocumentEnd, Comment -> inContent = false;
            case BlockMappingStart, BlockSequenceStart -> {
                refuseTabBefore(token.getStartMark().orElseThrow());
                inContent = true;
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

    private <T> T steppingOverTabs(Supplier<T> question) {
        while (true) {
            try {
                return question.get();
            } catch (ScannerException e) {
                if (!String.valueOf(e.getProblem()).contains(CANNOT_START) || !separates()) {
                    throw e;
                }
                while (reader.peek() == '\t' || reader.peek() == ' ') {
                    reader.forward();
                }
            }
        }
    }

    /**
     * Whether the reader stands on white space that YAML allows: something stands before it on its line, or nothing at
     * all in its document. A space is refused only after a tab that the library allowed.
     */
    private boolean separates() {
        return switch (reader.peek()) {
            case ' ' -> true;
            case '\t' -> !inContent || !lineUpTo(reader.getIndex()).isBlank();
            default -> false;
        };
    }

    private void refuseTabBefore(Mark mark) {
        if (lineUpTo(mark.getIndex()).indexOf('\t') >= 0) {
            throw new ScannerException("", Optional.empty(), TAB, Optional.of(mark));
        }
    }

    private String lineUpTo(int newIndex) {
        offset = text.offsetByCodePoints(offset, newIndex - index);
        index = newIndex;
        int start = offset;
        while (start > 0 && text.charAt(start - 1) != '\n' && text.charAt(start - 1) != '\r') {
            start--;
        }
        return text.substring(start, offset);
    }
}
