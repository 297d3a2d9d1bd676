package trro.exporter.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.model.FileFailure;
import trro.exporter.model.FileInput;
import trro.exporter.model.Unprintable;

/**
 * The directory that one process keeps its knowledge in, in one file that is replaced as a whole. A lock, which the
 * system takes back when a process ends, however it ends, keeps other processes out.
 */
public final class StateDirectory implements AutoCloseable {

    /** The file with the knowledge. */
    static final String FILE = "state";

    static final String SET_ASIDE = FILE + ".bad-";

    private static final Logger logger = LoggerFactory.getLogger(StateDirectory.class);
    private static final String LOCK = "lock";
    private static final int MOST_SET_ASIDE = 3;
    private static final int MOST_OWNER_BYTES = 1000;
    private static final int MOST_BYTES = 1 << 28;

    private final Path directory;
    private final FileChannel lock;

    private StateDirectory(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Takes the directory, which is made if there is none.
     *
     * @param owner says who this is to another process that wants the directory as well
     * @throws StorageException if it cannot be used, or another process has it
     */
    public static StateDirectory open(Path directory, String owner) throws StorageException {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory, permissions(directory, "rwx------"));
            }
            if (!Files.isWritable(directory)) {
                throw unusable(directory, "it is not writable");
            }
            FileChannel lock = channel(
                    directory.resolve(LOCK),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
            try {
                return new StateDirectory(directory, taken(directory, lock, owner));
            } catch (IOException | StorageException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw unusable(directory, FileFailure.words(e));
        }
    }

    private static FileChannel taken(Path directory, FileChannel lock, String owner)
            throws IOException, StorageException {
        if (!tryLock(lock)) {
            ByteBuffer other = ByteBuffer.allocate(MOST_OWNER_BYTES);
            lock.read(other, 0);
            String who = new String(other.array(), 0, other.position(), UTF_8);
            throw new StorageException("--storage.path=" + directory + " is in use by "
                    + (who.isBlank() ? "another process" : Unprintable.oneLine(who.strip()))
                    + "; stop that one, or give this one a directory of its own");
        }
        try {
            lock.truncate(0);
            lock.write(ByteBuffer.wrap(owner.getBytes(UTF_8)), 0);
        } catch (IOException e) { // a full disk: the lock holds without a name
            logger.atDebug().setCause(e).log("the owner of the storage could not be written");
        }
        return lock;
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) { // this process has it itself
            return false;
        }
    }

    private static StorageException unusable(Path directory, String why) {
        return new StorageException("--storage.path=" + directory + " cannot be used: " + why
                + "; give a directory that this process may write to");
    }

    /**
     * The bytes that were kept; empty if there are none.
     *
     * @throws DamagedStateException if they are far too many
     */
    public Optional<byte[]> read() throws IOException, DamagedStateException {
        return read(directory);
    }

    /** The same for whoever does not take the directory: another process may have it, and goes on writing. */
    public static Optional<byte[]> read(Path directory) throws IOException, DamagedStateException {
        Path file = directory.resolve(FILE);
        try (InputStream in = FileInput.open(file)) {
            if (Files.size(file) > MOST_BYTES) {
                throw new DamagedStateException("it is too large");
            }
            return Optional.of(in.readAllBytes());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Keeps these bytes instead of those of before. Whenever the process or the machine ends meanwhile, the ones or the
     * others are there as a whole.
     */
    public void write(byte[] bytes) throws IOException {
        Path beside = directory.resolve(FILE + ".new");
        Files.deleteIfExists(beside); // whose permissions nobody knows
        try (FileChannel channel = channel(beside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(beside); // on a full disk it would take room for nothing
            throw e;
        }
        Files.move(
                beside, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory();
    }

    /** Lets the new name of a file outlive a crash of the machine, where the system can do that. */
    private void forceDirectory() {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            logger.atDebug().setCause(e).log("the directory of the storage could not be forced to the disk");
        }
    }

    /** Renames the file, so that it is not read again and somebody can look at it. The latest few are kept. */
    public Path setAside(long epochSecond) throws IOException {
        Path target = directory.resolve(SET_ASIDE + epochSecond);
        Files.move(directory.resolve(FILE), target, StandardCopyOption.REPLACE_EXISTING);
        List<Path> all;
        try (Stream<Path> files = Files.list(directory)) {
            all = files.filter(file -> file.getFileName().toString().startsWith(SET_ASIDE))
                    .sorted(Comparator.comparing(Path::toString).reversed())
                    .toList();
        }
        for (Path old : all.subList(Math.min(MOST_SET_ASIDE, all.size()), all.size())) {
            Files.deleteIfExists(old);
        }
        return target;
    }

    private static FileChannel channel(Path file, Set<StandardOpenOption> options) throws IOException {
        return FileChannel.open(file, options, permissions(file, "rw-------"));
    }

    /** None where the file system has no such permissions. */
    private static FileAttribute<?>[] permissions(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Lets other processes have it. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
