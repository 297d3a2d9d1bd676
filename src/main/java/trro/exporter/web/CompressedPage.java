package trro.exporter.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A whole answer, compressed, in memory. Immutable, so that many may send it at the same time, each at its client's
 * pace.
 */
final class CompressedPage {

    private static final int PIECE_BYTES = 32 * 1024;

    private final List<byte[]> pieces;
    private final long plainLength;

    private CompressedPage(List<byte[]> pieces, long plainLength) {
        this.pieces = pieces;
        this.plainLength = plainLength;
    }

    static CompressedPage of(Exposition.Body source) throws IOException {
        Pieces pieces = new Pieces();
        try (FastGzip gzip = new FastGzip(pieces)) {
            source.writeTo(gzip);
            gzip.finish();
            return new CompressedPage(pieces.all, gzip.plainLength());
        }
    }

    /** Bytes of {@link #gzip}. */
    long gzipLength() {
        return pieces.stream().mapToLong(piece -> piece.length).sum();
    }

    /** Bytes of {@link #plain}. */
    long plainLength() {
        return plainLength;
    }

    /** The answer as it was compressed. */
    InputStream gzip() {
        return new SequenceInputStream(Collections.enumeration(
                pieces.stream().map(ByteArrayInputStream::new).toList()));
    }

    /** The answer for those who do not take gzip. To be closed, which frees memory. */
    InputStream plain() throws IOException {
        return new GZIPInputStream(gzip(), PIECE_BYTES);
    }

    /** Keeps what is written as it comes, in the large pieces of gzip, without ever copying it to grow. */
    private static final class Pieces extends OutputStream {

        private final List<byte[]> all = new ArrayList<>();

        @Override
        public void write(int b) {
            all.add(new byte[] {(byte) b});
        }

        @Override
        public void write(byte[] bytes, int offset, int count) {
            all.add(Arrays.copyOfRange(bytes, offset, offset + count));
        }
    }

    /**
     * Gzip at its fastest level: a scrape's text is repetitive, so that a higher one costs twice the time for an eighth
     * of the bytes.
     *
     * <p>{@link #close} only frees memory. The trailer, which makes the answer complete, is written by {@link #finish}
     * alone, so that an answer that failed on the way never looks whole.
     */
    private static final class FastGzip extends GZIPOutputStream {

        FastGzip(OutputStream out) throws IOException {
            super(out, PIECE_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }

        long plainLength() {
            return def.getBytesRead();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            def.end();
        }
    }
}
