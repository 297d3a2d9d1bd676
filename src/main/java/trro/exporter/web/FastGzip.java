package trro.exporter.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Gzip at its fastest level: a scrape's text is repetitive, so that a higher one costs twice the time for an eighth of
 * the bytes.
 *
 * <p>{@link #close} only frees memory. The trailer, which makes the answer complete, is written by {@link #finish}
 * alone, so that an answer that failed on the way never looks whole.
 */
final class FastGzip extends GZIPOutputStream {

    private static final int BUFFER_BYTES = 8192;

    FastGzip(OutputStream out) throws IOException {
        super(out, BUFFER_BYTES);
        def.setLevel(Deflater.BEST_SPEED);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        def.end();
    }
}
