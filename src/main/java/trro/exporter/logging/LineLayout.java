package trro.exporter.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.slf4j.event.KeyValuePair;
import trro.exporter.model.PrintableText;
import trro.exporter.model.Unprintable;

/** One line for each event, with the same fields in each format: {@code ts}, {@code level}, {@code logger}, … */
abstract class LineLayout extends LayoutBase<ILoggingEvent> {

    private static final int LONGEST_VALUE = 2 * PrintableText.MOST_CHARACTERS;

    private final ThrowableProxyConverter throwables = new ThrowableProxyConverter();

    @Override
    public void start() {
        throwables.start();
        super.start();
    }

    /** Gives each field by its name, in the order of the line. */
    final void forEachField(ILoggingEvent event, BiConsumer<String, Object> field) {
        field.accept("ts", event.getInstant());
        field.accept("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
        String logger = event.getLoggerName();
        field.accept("logger", logger.substring(logger.lastIndexOf('.') + 1));
        field.accept("msg", event.getFormattedMessage());
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                boolean isShort = pair.value instanceof Number || pair.value instanceof Boolean;
                field.accept(pair.key, isShort ? pair.value : cut(String.valueOf(pair.value)));
            }
        }
        if (event.getThrowableProxy() != null) {
            field.accept(
                    "error",
                    throwables
                            .convert(event)
                            .strip()
                            .lines()
                            .map(LineLayout::cut)
                            .collect(Collectors.joining("\n")));
        }
    }

    /** A message of an exception may be as long as an answer of a peer. */
    private static String cut(String text) {
        return PrintableText.cut(text, LONGEST_VALUE);
    }

    /**
     * In quotes, on one line, with nothing in it that cannot be seen: an escape as JSON has it for each such character.
     */
    static void quote(StringBuilder line, String text) {
        line.append('"');
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> line.append("\\\"");
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (Unprintable.is(c)) {
                        escape(line, c);
                    } else {
                        line.appendCodePoint(c);
                    }
                }
            }
        });
        line.append('"');
    }

    private static void escape(StringBuilder line, int codePoint) {
        for (char half : Character.toChars(codePoint)) {
            line.append(String.format(Locale.ROOT, "\\u%04x", (int) half));
        }
    }
}
