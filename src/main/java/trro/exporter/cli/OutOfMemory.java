package trro.exporter.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import trro.exporter.FullHeap;
import trro.exporter.Threads;
import trro.exporter.time.SystemTime;

/**
 * Ends the process at the first {@link OutOfMemoryError} of any thread: a process that lost a thread to it lives on
 * without polling, and says that it is healthy. Also when its heap stays full, before that error comes.
 *
 * <p>Our own threads let the error pass to the handler of what nobody catches. Libraries catch it and log it, therefore
 * everything that is logged is looked at, too, whatever the level.
 */
final class OutOfMemory extends TurboFilter implements Thread.UncaughtExceptionHandler {

    private static final int LONGEST_CHAIN = 20;

    /** Made in advance, since there may be no memory for it later. */
    private static final byte[] MESSAGE = ("out of memory, therefore trro-exporter ends with exit code "
                    + Main.OUT_OF_MEMORY + "; give it more with -Xmx or a larger limit of its container, plan says how"
                    + " much a configuration needs\n")
            .getBytes(StandardCharsets.UTF_8);

    private static final OutputStream standardError = new FileOutputStream(FileDescriptor.err);

    private final IntConsumer exit;
    private final AtomicBoolean ending = new AtomicBoolean();

    /** @param exit ends the process at once, with this code */
    OutOfMemory(IntConsumer exit) {
        this.exit = exit;
    }

    /** Watches all threads of this process from now on. */
    static void watch() {
        OutOfMemory watch = new OutOfMemory(Runtime.getRuntime()::halt);
        Thread.setDefaultUncaughtExceptionHandler(watch);
        Threads.loop("full-heap", new FullHeap(watch::end, new SystemTime())).start();
    }

    /** The one that watches this process, if any. */
    static Stream<OutOfMemory> watching() {
        return Stream.ofNullable(Thread.getDefaultUncaughtExceptionHandler())
                .filter(OutOfMemory.class::isInstance)
                .map(OutOfMemory.class::cast);
    }

    /** Whether {@code failure} or what led to it is want of memory. */
    static boolean led(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < LONGEST_CHAIN; i++) { // causes may go round in a circle
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        endIfCause(failure);
        System.err.print("Exception in thread \"" + thread.getName() + "\" ");
        failure.printStackTrace();
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            @Nullable Object @Nullable [] params,
            @Nullable Throwable failure) {
        endIfCause(failure);
        if (params != null && params.length > 0 && params[params.length - 1] instanceof Throwable last) {
            endIfCause(last);
        }
        return FilterReply.NEUTRAL;
    }

    private void endIfCause(@Nullable Throwable failure) {
        if (led(failure)) {
            end();
        }
    }

    private void end() {
        try {
            if (!ending.getAndSet(true)) {
                standardError.write(MESSAGE);
            }
        } catch (IOException e) {
            // nobody reads it; the exit code tells
        } finally {
            exit.accept(Main.OUT_OF_MEMORY);
        }
    }
}
