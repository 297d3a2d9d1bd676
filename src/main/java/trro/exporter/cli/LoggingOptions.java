package trro.exporter.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import trro.exporter.logging.JsonLayout;
import trro.exporter.logging.LogfmtLayout;

/** The options of the log, which goes to standard error. */
final class LoggingOptions extends Options {

    enum LogLevel {
        debug,
        info,
        warn,
        error
    }

    enum LogFormat {
        logfmt,
        json
    }

    private final Supplier<LogLevel> level = defaulted(
            LogLevel.class,
            "--log.level=<level>",
            "info",
            "Log this and what is worse: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}");

    private final Supplier<LogFormat> format = defaulted(
            LogFormat.class,
            "--log.format=<format>",
            "logfmt",
            "Form of a line: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}");

    /** From now on logs as the options say. */
    void apply() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder(context));
        appender.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders(); // a reset would log all details for a moment, while the rehearsal runs
        context.resetTurboFilterList();
        OutOfMemory.watching().forEach(context::addTurboFilter);
        root.setLevel(Level.WARN); // libraries have little to say to an operator
        root.addAppender(appender);
        context.getLogger("io.javalin").setLevel(Level.OFF); // its events are logged by us
        context.getLogger("io.fabric8").setLevel(Level.OFF); // its failures are logged by us
        // It quotes clients, who could then write the log; their broken requests are counted.
        context.getLogger("org.eclipse.jetty").setLevel(level.get() == LogLevel.debug ? Level.WARN : Level.OFF);
        context.getLogger("trro.exporter").setLevel(Level.toLevel(level.get().name()));
    }

    private Encoder<ILoggingEvent> encoder(LoggerContext context) {
        Layout<ILoggingEvent> layout = switch (format.get()) {
            case json -> new JsonLayout();
            case logfmt -> new LogfmtLayout();
        };
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        return encoder;
    }
}
