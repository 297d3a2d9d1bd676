package trro.exporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingOptionsTest {

    /** Jetty runs already when the options are read; a line of its debugging was once the first of a mistake's. */
    @Test
    void libraryDebuggingIsOffAtEveryMoment() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Moments moments = new Moments(context.getLogger("org.eclipse.jetty.util"));
        context.addListener(moments);
        try {
            PrintWriter nowhere = new PrintWriter(new StringWriter());
            assertThat(Main.run(nowhere, nowhere, "simulate", "--devices=0")).isEqualTo(Main.MISTAKE);
        } finally {
            context.removeListener(moments);
        }

        assertThat(moments.debugEnabled).isNotEmpty().containsOnly(false);
    }

    /** Looks whenever anything about logging changes. */
    private static final class Moments implements LoggerContextListener {

        private final Logger jetty;
        private final List<Boolean> debugEnabled = new ArrayList<>();

        Moments(Logger jetty) {
            this.jetty = jetty;
        }

        @Override
        public boolean isResetResistant() {
            return true;
        }

        @Override
        public void onReset(LoggerContext context) {
            debugEnabled.add(jetty.isDebugEnabled());
        }

        @Override
        public void onLevelChange(Logger logger, Level level) {
            debugEnabled.add(jetty.isDebugEnabled());
        }

        @Override
        public void onStart(LoggerContext context) {}

        @Override
        public void onStop(LoggerContext context) {}
    }
}
