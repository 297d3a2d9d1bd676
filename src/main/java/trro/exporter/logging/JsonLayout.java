package trro.exporter.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * One JSON object a line for each event, with the fields that {@link LogfmtLayout} has; facts are keys of their own.
 */
public final class JsonLayout extends LineLayout {

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(200);
        forEachField(event, (key, value) -> {
            line.append(line.isEmpty() ? '{' : ',');
            quote(line, key);
            line.append(':');
            if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
                line.append(value);
            } else {
                quote(line, String.valueOf(value));
            }
        });
        return line.append("}\n").toString();
    }
}
