package trro.exporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class OutOfMemoryTest {

    private final List<Integer> exits = new ArrayList<>();
    private final OutOfMemory watch = new OutOfMemory(exits::add);

    @Test
    void endsTheProcessWhenAThreadDiesOfIt() {
        watch.uncaughtException(Thread.currentThread(), new OutOfMemoryError("a test"));

        assertThat(exits).containsExactly(3);
    }

    @Test
    void endsTheProcessWhenItIsTheCause() {
        watch.uncaughtException(
                Thread.currentThread(), new CompletionException(new IOException(new OutOfMemoryError("a test"))));

        assertThat(exits).containsExactly(3);
    }

    @Test
    void otherFailuresOfAThreadDoNotEndTheProcess() {
        IOException first = new IOException("first");
        IOException second = new IOException("second", first);
        first.initCause(second);

        watch.decide(null, logger(new LoggerContext()), Level.WARN, "", null, second);

        assertThat(exits).isEmpty();
    }

    @Test
    void endsTheProcessWhenALibraryLogsItAtWhateverLevel() {
        LoggerContext context = new LoggerContext();
        context.addTurboFilter(watch);
        Logger logger = logger(context);

        logger.warn("one", new OutOfMemoryError("a test"));
        logger.warn("two {}", "x", new OutOfMemoryError("a test"));
        logger.debug("three {} {}", "x", "y", new OutOfMemoryError("a test"));
        logger.warn("four {}", "x");

        assertThat(exits).containsExactly(3, 3, 3);
    }

    private static Logger logger(LoggerContext context) {
        Logger logger = context.getLogger("org.eclipse.jetty");
        logger.setLevel(Level.OFF);
        return logger;
    }
}
