package trro.exporter.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonLayoutTest {

    private final JsonLayout layout = new JsonLayout();

    @BeforeEach
    void start() {
        layout.start();
    }

    @Test
    void factsAreKeysOfTheLine() {
        LoggingEvent event = event();
        event.addKeyValuePair(new KeyValuePair("project_id", "p"));
        event.addKeyValuePair(new KeyValuePair("rows", 3));
        event.addKeyValuePair(new KeyValuePair("why", null));

        assertThat(layout.doLayout(event)).isEqualTo("""
                {"ts":"2026-11-22T08:20:00.123Z","level":"warn","logger":"Poller","msg":"poll failed",\
                "project_id":"p","rows":3,"why":"null"}
                """);
    }

    @Test
    void whatCannotBeSeenIsEscapedAndReadsBack() {
        String text =
                "a\"b\\c\n\r\t\u0000\u001b[31m\u007f\u0085\u009b\u2028\u2029\u202e\u2066\ufeff\ud800卡\ud83d\ude9a\udb40\udc01";
        LoggingEvent event = event();
        event.addKeyValuePair(new KeyValuePair("value", text));

        String line = layout.doLayout(event);

        assertThat(line.strip().codePoints())
                .noneMatch(c -> c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x202e || c == 0xe0001);
        assertThat(line)
                .contains("\\u0085\\u009b\\u2028\\u2029\\u202e\\u2066\\ufeff\\ud800卡\ud83d\ude9a\\udb40\\udc01");
        JsonNode json = new JsonMapper().readTree(line);
        assertThat(json.path("value").stringValue()).isEqualTo(text);
    }

    @Test
    void aStackTraceIsOneKey() {
        LoggingEvent event = event();
        event.setThrowableProxy(new ThrowableProxy(new IllegalStateException("odd")));

        JsonNode json = new JsonMapper().readTree(layout.doLayout(event));

        assertThat(json.path("error").stringValue()).startsWith("java.lang.IllegalStateException: odd\n\tat ");
    }

    private static LoggingEvent event() {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerContext(new LoggerContext());
        event.setLoggerName("trro.exporter.polling.Poller");
        event.setLevel(Level.WARN);
        event.setMessage("poll failed");
        event.setInstant(Instant.parse("2026-11-22T08:20:00.123Z"));
        return event;
    }
}
