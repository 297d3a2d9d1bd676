package trro.exporter.backfill;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;

/** Writes the content of files in some form. */
interface PartWriter {

    int BUFFER_BYTES = 1 << 16;

    /** Writes the content of one file. */
    void write(Layout.Part part, OutputStream out) throws IOException;

    /** Writes one file, under another name until it is whole; compressed where its name says so. */
    default void write(Layout.Part part) throws IOException {
        Path file = part.file();
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try (OutputStream plain = Files.newOutputStream(unfinished);
                OutputStream out = file.toString().endsWith(".gz")
                        ? new GZIPOutputStream(plain, BUFFER_BYTES)
                        : new BufferedOutputStream(plain, BUFFER_BYTES)) {
            write(part, out);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
