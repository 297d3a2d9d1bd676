package trro.exporter.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.accounts.KeptState;
import trro.exporter.pacing.Limiters;
import trro.exporter.pacing.PaceFile;
import trro.exporter.storage.DamagedStateException;
import trro.exporter.storage.SealedState;
import trro.exporter.storage.StateDirectory;
import trro.exporter.storage.StorageException;
import trro.exporter.time.Moment;
import trro.exporter.time.TimeSource;

/** The option that says where what is known outlives a restart. */
final class StorageOptions extends Options {

    private static final Logger logger = LoggerFactory.getLogger(StorageOptions.class);

    private final Supplier<Optional<Path>> directory =
            optional(Path.class, "--storage.path=DIR", "Keep what is known in this directory, for the next start.");

    /**
     * Takes a part of the directory for a backfill, beside the one that an exporter may have taken. Its limiters go on
     * where those of the backfill before stopped, and as carefully as the exporter calls.
     */
    Optional<PaceFile> openForBackfill(Limiters limiters, TimeSource time) throws OperatorMistake {
        Optional<Path> path = directory.get();
        if (path.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<byte[]> exporter = StateDirectory.read(path.get());
            if (exporter.isPresent()) {
                limiters.resume(KeptState.read(SealedState.open(exporter.get()), Moment.now(time))
                        .paces());
            }
        } catch (IOException | DamagedStateException e) { // the exporter tells of it when it starts
            logger.atDebug().setCause(e).log("the exporter's pace is not known");
        }
        try {
            String owner = "the backfill of process " + ProcessHandle.current().pid();
            return Optional.of(PaceFile.open(path.get().resolve("backfill"), owner, limiters, time));
        } catch (StorageException e) {
            throw new OperatorMistake(e);
        }
    }

    /**
     * Takes the directory; empty if none is named.
     *
     * @param listenAddress tells other processes who has it
     * @throws OperatorMistake if it cannot be used, or another process has it
     */
    Optional<StateDirectory> open(String listenAddress) throws OperatorMistake {
        Optional<Path> path = directory.get();
        if (path.isEmpty()) {
            return Optional.empty();
        }
        try {
            String owner = "process " + ProcessHandle.current().pid() + ", which listens on " + listenAddress;
            return Optional.of(StateDirectory.open(path.get(), owner));
        } catch (StorageException e) {
            throw new OperatorMistake(e);
        }
    }
}
