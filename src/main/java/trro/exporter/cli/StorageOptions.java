package trro.exporter.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import trro.exporter.storage.StateDirectory;
import trro.exporter.storage.StorageException;

/** The option that says where what is known outlives a restart. */
final class StorageOptions {

    @Option(
            names = "--storage.path",
            paramLabel = "DIR",
            description = "Keep what is known in this directory, for the next start.")
    private @Nullable Path directory;

    /**
     * Takes the directory; empty if none is named.
     *
     * @param listenAddress tells other processes who has it
     * @throws OperatorMistake if it cannot be used, or another process has it
     */
    Optional<StateDirectory> open(String listenAddress) throws OperatorMistake {
        if (directory == null) {
            return Optional.empty();
        }
        try {
            String owner = "process " + ProcessHandle.current().pid() + ", which listens on " + listenAddress;
            return Optional.of(StateDirectory.open(directory, owner));
        } catch (StorageException e) {
            throw new OperatorMistake(e);
        }
    }
}
