package trro.exporter.backfill;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;

/** A file that is there as a whole or not at all. */
final class PartFile {

    private static final int BUFFER_BYTES = 1 << 16;

    private PartFile() {}

    /** Writes the content of a file. */
    interface Content {
        void write(OutputStream out) throws IOException;
    }

    /** Writes it under another name until it is whole; compressed where its name says so. */
    static void write(Path file, Content content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try (OutputStream plain = Files.newOutputStream(unfinished);
                OutputStream out = Layout.isCompressed(file)
                        ? new GZIPOutputStream(plain, BUFFER_BYTES)
                        : new BufferedOutputStream(plain, BUFFER_BYTES)) {
            content.write(out);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
