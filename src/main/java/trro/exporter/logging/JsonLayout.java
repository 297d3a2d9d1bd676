package trro.exporter.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;

/**
 * One JSON object a line for each event, with the fields that {@link LogfmtLayout} has; facts are keys of their own.
 */
public final class JsonLayout extends LayoutBase<ILoggingEvent> {

    private final LogFields fields = new LogFields();

    @Override
    public void start() {
        fields.start();
        super.start();
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(200);
        fields.forEach(event, (key, value) -> {
            line.append(line.isEmpty() ? '{' : ',');
            LogFields.quote(line, key);
            line.append(':');
            if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
                line.append(value);
            } else {
                LogFields.quote(line, String.valueOf(value));
            }
        });
        return line.append("}\n").toString();
    }
}
