package trro.exporter;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.config.ExporterConfig;
import trro.exporter.metrics.ExporterMetrics;
import trro.exporter.status.Status;
import trro.exporter.time.TimeSource;
import trro.exporter.yaml.ProblemsException;

/**
 * Reads the configuration again whenever somebody wants it, whoever that is.
 *
 * <p>One reading at a time. Who asks while one waits for its turn shares it, so that a storm of wishes costs two
 * readings, of which the second begins after the last wish. Thread-safe.
 */
public final class Reloader implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(Reloader.class);
    private static final long PATIENCE_SECONDS = 5;
    private static final String STOPS = "this program stops";

    /** Where the configuration comes from. */
    @FunctionalInterface
    public interface Source {

        /**
         * The configuration as it stands there now.
         *
         * @throws ProblemsException with every problem that it has
         */
        ExporterConfig read() throws ProblemsException;
    }

    /** Puts a configuration in force. */
    interface Swap {
        void to(ExporterConfig config) throws InterruptedException;
    }

    private final Source source;
    private final Swap swap;
    private final ExporterMetrics metrics;
    private final TimeSource time;
    private final ExecutorService thread;
    private @Nullable CompletableFuture<Optional<String>> waiting;
    private volatile Optional<Status.RefusedReload> refused = Optional.empty();

    Reloader(Source source, Swap swap, ExporterMetrics metrics, TimeSource time) {
        this.source = source;
        this.swap = swap;
        this.metrics = metrics;
        this.time = time;
        thread = Executors.newSingleThreadExecutor(task -> Threads.loop("reload", task));
    }

    /**
     * Reads the configuration anew and puts it in force, as it stands now or later.
     *
     * @return done when that is done; with the reason if it failed, and then nothing has changed
     */
    synchronized CompletableFuture<Optional<String>> reload() {
        if (waiting == null) {
            try {
                waiting = CompletableFuture.supplyAsync(this::readAndSwap, thread);
            } catch (RejectedExecutionException e) {
                return CompletableFuture.completedFuture(Optional.of(STOPS));
            }
        }
        return waiting;
    }

    /** Why the configuration in force is not the one that was read last, if so. */
    Optional<Status.RefusedReload> refused() {
        return refused;
    }

    private Optional<String> readAndSwap() {
        synchronized (this) {
            waiting = null;
        }
        Optional<String> problem = tryToSwap();
        refused = problem.map(why -> new Status.RefusedReload(time.now(), why));
        problem.ifPresentOrElse(
                why -> {
                    metrics.configurationRefused();
                    logger.atError()
                            .addKeyValue("reason", why)
                            .log("the configuration could not be reloaded; the one before stays in force");
                },
                () -> metrics.configurationRead(time.now()));
        return problem;
    }

    private Optional<String> tryToSwap() {
        try {
            swap.to(source.read());
            return Optional.empty();
        } catch (ProblemsException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(STOPS);
        } catch (RuntimeException | Error e) { // the log's filter ends the process for want of memory
            logger.atError().setCause(e).log("a defect of this program ended a reload");
            return Optional.of("a defect of this program, see its log");
        }
    }

    /** Reads nothing more. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
