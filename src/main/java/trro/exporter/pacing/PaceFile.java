package trro.exporter.pacing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.storage.DamagedStateException;
import trro.exporter.storage.SealedState;
import trro.exporter.storage.StateDirectory;
import trro.exporter.storage.StateReader;
import trro.exporter.storage.StateWriter;
import trro.exporter.storage.StorageException;
import trro.exporter.time.Moment;
import trro.exporter.time.TimeSource;

/** The memory of a process' limiters in a directory of its own, for the next process of its kind. Thread-safe. */
public final class PaceFile implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(PaceFile.class);

    private final StateDirectory directory;
    private final Limiters limiters;
    private final TimeSource time;

    private PaceFile(StateDirectory directory, Limiters limiters, TimeSource time) {
        this.directory = directory;
        this.limiters = limiters;
        this.time = time;
    }

    /**
     * Takes the directory, and lets the limiters go on where those of the process before stopped.
     *
     * @param owner says who this is to another process that wants the directory as well
     * @throws StorageException if it cannot be used, or another process has it
     */
    public static PaceFile open(Path directory, String owner, Limiters limiters, TimeSource time)
            throws StorageException {
        PaceFile file = new PaceFile(StateDirectory.open(directory, owner), limiters, time);
        file.resume();
        return file;
    }

    private void resume() {
        try {
            Optional<byte[]> bytes = directory.read();
            if (bytes.isPresent()) {
                StateReader in = new StateReader(SealedState.open(bytes.get()), Moment.now(time));
                limiters.resume(in.each(() -> PaceMemory.read(in)));
            }
        } catch (DamagedStateException | IOException | RuntimeException e) { // whatever a reader meets in foreign bytes
            logger.atWarn().addKeyValue("error", e.toString()).log("the memory of the budget is lost");
        }
    }

    /** Keeps what was spent by now. */
    public synchronized void save() {
        try {
            StateWriter out = new StateWriter(Moment.now(time));
            out.each(limiters.memories(), memory -> memory.write(out));
            directory.write(SealedState.seal(out.bytes()));
        } catch (IOException e) {
            logger.atWarn().addKeyValue("error", e.toString()).log("the memory of the budget cannot be kept");
        }
    }

    @Override
    public void close() {
        save();
        try {
            directory.close();
        } catch (IOException e) {
            logger.atDebug().setCause(e).log("the lock of the storage could not be given back");
        }
    }
}
