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
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;
import trro.exporter.logging.JsonLayout;
import trro.exporter.logging.LogfmtLayout;

/** The options of the log, which goes to standard error. */
final class LoggingOptions {

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

    @Option(
            names = "--log.level",
            defaultValue = "info",
            description = "Log this and what is worse: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private LogLevel level = LogLevel.info;

    @Option(
            names = "--log.format",
            defaultValue = "logfmt",
            description = "Form of a line: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private LogFormat format = LogFormat.logfmt;

    /** From now on logs as the options say. */
    void apply() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder(context));
        appender.start();
        OutOfMemory.watching().forEach(context::addTurboFilter);
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN); // libraries have little to say to an operator
        root.addAppender(appender);
        context.getLogger("io.javalin").setLevel(Level.OFF); // its events are logged by us
        context.getLogger("io.fabric8").setLevel(Level.OFF); // its failures are logged by us
        // It quotes clients, who could then write the log; their broken requests are counted.
        context.getLogger("org.eclipse.jetty").setLevel(level == LogLevel.debug ? Level.WARN : Level.OFF);
        context.getLogger("trro.exporter").setLevel(Level.toLevel(level.name()));
    }

    private Encoder<ILoggingEvent> encoder(LoggerContext context) {
        Layout<ILoggingEvent> layout = switch (format) {
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
