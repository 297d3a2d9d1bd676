package trro.exporter.cli;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.event.KeyValuePair;
import trro.exporter.model.PrintableText;
import trro.exporter.model.Unprintable;

/** One line for each event: {@code ts=… level=info logger=Exporter msg="…" key=value}. */
public final class LogfmtLayout extends LayoutBase<ILoggingEvent> {

    private static final int LONGEST_VALUE = 2 * PrintableText.MOST_CHARACTERS;

    private final ThrowableProxyConverter throwables = new ThrowableProxyConverter();

    @Override
    public void start() {
        throwables.start();
        super.start();
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(200);
        append(line, "ts", event.getInstant());
        append(line, "level", event.getLevel().toString().toLowerCase(Locale.ROOT));
        String logger = event.getLoggerName();
        append(line, "logger", logger.substring(logger.lastIndexOf('.') + 1));
        append(line, "msg", event.getFormattedMessage());
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                append(line, pair.key, PrintableText.cut(String.valueOf(pair.value), LONGEST_VALUE));
            }
        }
        if (event.getThrowableProxy() != null) {
            append(line, "error", stackTrace(event));
        }
        return line.append('\n').toString();
    }

    /** A message of an exception may be as long as an answer of a peer. */
    private String stackTrace(ILoggingEvent event) {
        return throwables
                .convert(event)
                .strip()
                .lines()
                .map(frame -> PrintableText.cut(frame, LONGEST_VALUE))
                .collect(Collectors.joining("\n"));
    }

    private static void append(StringBuilder line, String key, Object value) {
        if (!line.isEmpty()) {
            line.append(' ');
        }
        line.append(key).append('=');
        String text = String.valueOf(value);
        if (!text.isEmpty() && text.codePoints().allMatch(LogfmtLayout::isPlain)) {
            line.append(text);
            return;
        }
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
                        line.append(String.format(Locale.ROOT, "\\u%04x", c));
                    } else {
                        line.appendCodePoint(c);
                    }
                }
            }
        });
        line.append('"');
    }

    private static boolean isPlain(int c) {
        return c > ' ' && c != '"' && c != '=' && c != '\\' && !Unprintable.is(c);
    }
}
