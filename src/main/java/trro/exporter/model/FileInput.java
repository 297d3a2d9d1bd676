package trro.exporter.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens files whose readers cannot wait. */
public final class FileInput {

    private FileInput() {}

    /**
     * Opens a file to read it. Whoever opens a named pipe waits until somebody writes to it, perhaps for ever, so
     * whatever is no file is refused, but for what the system itself offers, such as {@code /dev/stdin}.
     */
    public static InputStream open(Path file) throws IOException {
        boolean ofTheSystem = file.startsWith("/dev") || file.startsWith("/proc");
        if (!ofTheSystem && Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FileSystemException(file.toString(), null, "it is no file");
        }
        return Files.newInputStream(file);
    }
}
