package trro.exporter.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.Reporter;

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

    @Test
    void anOperatorMayStillAskHowLoggingBegins() {
        String verbosity = Reporter.SLF4J_INTERNAL_VERBOSITY_KEY;
        Properties before = (Properties) System.getProperties().clone();
        try {
            System.setProperty(verbosity, "DEBUG");
            SilentLogback.choose();
            assertThat(System.getProperty(verbosity)).isEqualTo("DEBUG");

            System.clearProperty(verbosity);
            SilentLogback.choose();
            assertThat(System.getProperty(verbosity)).isEqualTo("WARN");
        } finally {
            System.setProperties(before);
        }
    }
}
