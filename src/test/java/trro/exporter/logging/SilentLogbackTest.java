package trro.exporter.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.Test;

class SilentLogbackTest {

    private final SilentLogback provider = new SilentLogback();

    @Test
    void logsNothingUntilItIsToldHow() {
        provider.initialize();

        Logger logger = (Logger) provider.getLoggerFactory().getLogger("trro.exporter.cli");
        assertThat(logger.isErrorEnabled()).isFalse();
    }

    @Test
    void isLogbackAsAWhole() {
        provider.initialize();

        LoggerContext context = (LoggerContext) provider.getLoggerFactory();
        assertThat(context.isStarted()).isTrue();
        assertThat(context.getMDCAdapter()).isSameAs(provider.getMDCAdapter());
        assertThat(provider.getMarkerFactory().getMarker("one"))
                .isSameAs(provider.getMarkerFactory().getMarker("one"));
    }
}
