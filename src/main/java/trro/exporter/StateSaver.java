package trro.exporter;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.accounts.Accounts;
import trro.exporter.accounts.KeptState;
import trro.exporter.metrics.ExporterMetrics;
import trro.exporter.pacing.Backoff;
import trro.exporter.storage.DamagedStateException;
import trro.exporter.storage.SealedState;
import trro.exporter.storage.StateDirectory;
import trro.exporter.time.Moment;
import trro.exporter.time.TimeSource;

/**
 * Keeps what is known in a directory, for the next start.
 *
 * <p>It saves every minute, and more often at first, so that a process which never lives for a minute gets on, too. A
 * disk that cannot be written costs the saving and nothing else. Thread-safe.
 */
final class StateSaver implements Runnable, AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(StateSaver.class);
    private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final StateDirectory directory;
    private final Supplier<Accounts> accounts;
    private final ExporterMetrics metrics;
    private final TimeSource time;
    private boolean failing;
    private boolean closed;

    /** @param accounts those in force */
    StateSaver(StateDirectory directory, Supplier<Accounts> accounts, ExporterMetrics metrics, TimeSource time) {
        this.directory = directory;
        this.accounts = accounts;
        this.metrics = metrics;
        this.time = time;
        metrics.saved(Optional.empty());
    }

    /** Restores what is kept; returns whether figures came back. No loop of the accounts runs yet. */
    boolean restore() {
        try {
            Optional<byte[]> bytes = directory.read();
            return bytes.isPresent() && restore(KeptState.read(SealedState.open(bytes.get()), Moment.now(time)));
        } catch (DamagedStateException e) {
            setAside(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            logger.atWarn()
                    .addKeyValue("error", e.toString())
                    .log("what is kept in --storage.path cannot be read; this process begins anew");
        }
        return false;
    }

    private boolean restore(KeptState kept) {
        int targets = accounts.get().restore(kept);
        Duration age = Duration.between(kept.writtenAt(), time.now());
        if (age.isNegative()) {
            setAside("it was saved at " + kept.writtenAt() + ", which is still to come by this machine's clock");
            return false;
        }
        metrics.saved(Optional.of(kept.writtenAt()));
        logger.atInfo()
                .addKeyValue("targets", targets)
                .addKeyValue("age_seconds", age.toSeconds())
                .log("figures restored from --storage.path");
        return targets > 0;
    }

    private void setAside(String why) {
        String place;
        try {
            place = directory.setAside(time.now().getEpochSecond()).toString();
        } catch (IOException e) {
            place = "where it was, until the next saving: " + e;
        }
        logger.atWarn()
                .addKeyValue("reason", why)
                .addKeyValue("file", place)
                .log("what is kept in --storage.path cannot be used and was set aside; this process begins anew");
    }

    /** Saves until the thread is interrupted. */
    @Override
    public void run() {
        try {
            for (int savings = 1; !Thread.currentThread().isInterrupted(); savings++) {
                time.sleep(PAUSES.after(savings));
                save();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void save() {
        if (closed) {
            return;
        }
        try {
            Instant now = time.now();
            directory.write(SealedState.seal(accounts.get().kept()));
            metrics.saved(Optional.of(now));
            if (failing) {
                logger.info("what is known is saved in --storage.path again");
            }
            failing = false;
        } catch (IOException | RuntimeException e) { // a defect, too, must not cost what is served
            metrics.savingFailed();
            if (!failing) {
                logger.atError()
                        .addKeyValue("error", e.toString())
                        .log("what is known cannot be saved in --storage.path; it is tried again");
            }
            failing = true;
        }
    }

    /** Saves for the last time and lets others have the directory. */
    @Override
    public synchronized void close() {
        save();
        closed = true;
        try {
            directory.close();
        } catch (IOException e) {
            logger.atDebug().setCause(e).log("the storage could not be closed");
        }
    }
}
