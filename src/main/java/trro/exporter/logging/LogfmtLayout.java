package trro.exporter.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import trro.exporter.model.Unprintable;

/** One line for each event: {@code ts=… level=info logger=Exporter msg="…" key=value}. */
public final class LogfmtLayout extends LineLayout {

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(200);
        forEachField(event, (key, value) -> append(line, key, String.valueOf(value)));
        return line.append('\n').toString();
    }

    private static void append(StringBuilder line, String key, String text) {
        if (!line.isEmpty()) {
            line.append(' ');
        }
        line.append(key).append('=');
        if (!text.isEmpty() && text.codePoints().allMatch(LogfmtLayout::isPlain)) {
            line.append(text);
        } else {
            quote(line, text);
        }
    }

    private static boolean isPlain(int c) {
        return c > ' ' && c != '"' && c != '=' && c != '\\' && !Unprintable.is(c);
    }
}
