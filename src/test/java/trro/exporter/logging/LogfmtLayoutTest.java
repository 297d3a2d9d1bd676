package trro.exporter.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.KeyValuePair;

class LogfmtLayoutTest {

    private static final String START = "ts=2026-11-22T08:20:00.123Z level=warn logger=Poller msg=\"poll failed\"";

    private final LogfmtLayout layout = new LogfmtLayout();

    @BeforeEach
    void start() {
        layout.start();
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("plain", "plain"),
                Arguments.of(12.5, "12.5"),
                Arguments.of(null, "null"),
                Arguments.of("", "\"\""),
                Arguments.of("two words", "\"two words\""),
                Arguments.of("a=b", "\"a=b\""),
                Arguments.of("say \"hi\"", "\"say \\\"hi\\\"\""),
                Arguments.of("C:\\temp", "\"C:\\\\temp\""),
                Arguments.of("first\nlevel=error msg=forged", "\"first\\nlevel=error msg=forged\""),
                Arguments.of("a\r\tb", "\"a\\r\\tb\""),
                Arguments.of("\u001b[31mred\u0000", "\"\\u001b[31mred\\u0000\""),
                Arguments.of("\u007f", "\"\\u007f\""),
                Arguments.of("\u009b31m", "\"\\u009b31m\""),
                Arguments.of("left\u202eright", "\"left\\u202eright\""),
                Arguments.of("\u0085next\u2028line\u2029", "\"\\u0085next\\u2028line\\u2029\""),
                Arguments.of("卡车-\ud83d\ude9a", "卡车-\ud83d\ude9a"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void everyValueStaysOneFieldOfOneLine(Object value, String written) {
        LoggingEvent event = event();
        event.addKeyValuePair(new KeyValuePair("value", value));

        assertThat(layout.doLayout(event)).isEqualTo(START + " value=" + written + "\n");
    }

    @Test
    void noValueAndNoMessageOfAnExceptionIsLongerThanAThousandCharacters() {
        LoggingEvent event = event();
        event.addKeyValuePair(new KeyValuePair("value", "x".repeat(380_361)));
        event.setThrowableProxy(new ThrowableProxy(new IllegalStateException("y".repeat(380_361))));

        assertThat(layout.doLayout(event))
                .contains(" value=" + "x".repeat(1000) + "… ")
                .doesNotContain("y".repeat(1001))
                .contains("at trro.exporter.logging.LogfmtLayoutTest");
    }

    @Test
    void anEventWithoutFactsIsItsMessage() {
        assertThat(layout.doLayout(event())).isEqualTo(START + "\n");
    }

    @Test
    void aStackTraceIsOneFieldToo() {
        LoggingEvent event = event();
        event.setThrowableProxy(
                new ch.qos.logback.classic.spi.ThrowableProxy(new IllegalStateException("odd \"state\"")));

        String line = layout.doLayout(event);

        assertThat(line)
                .startsWith(START + " error=\"java.lang.IllegalStateException: odd \\\"state\\\"\\n\\tat ")
                .endsWith("\"\n");
        assertThat(line.strip().lines()).hasSize(1);
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
