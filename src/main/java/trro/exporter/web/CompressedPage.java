package trro.exporter.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
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

    private final Blocks blocks;
    private final long plainLength;

    private CompressedPage(Blocks blocks, long plainLength) {
        this.blocks = blocks;
        this.plainLength = plainLength;
    }

    static CompressedPage of(Exposition.Body source) throws IOException {
        Blocks blocks = new Blocks();
        try (FastGzip gzip = new FastGzip(blocks)) {
            source.writeTo(gzip);
            gzip.finish();
            return new CompressedPage(blocks, gzip.plainLength());
        }
    }

    /** Bytes of {@link #gzip}. */
    long gzipLength() {
        return blocks.length;
    }

    /** Bytes of {@link #plain}. */
    long plainLength() {
        return plainLength;
    }

    /** The answer as it was compressed. */
    InputStream gzip() {
        return new SequenceInputStream(Collections.enumeration(blocks.inputs()));
    }

    /** The answer for those who do not take gzip. To be closed, which frees memory. */
    InputStream plain() throws IOException {
        return new GZIPInputStream(gzip(), Blocks.BLOCK_BYTES);
    }

    /** Takes what is written without ever copying it to grow. */
    private static final class Blocks extends OutputStream {

        private static final int BLOCK_BYTES = 32 * 1024;

        private final List<byte[]> all = new ArrayList<>();
        private byte[] last = new byte[0];
        private int used;
        private long length;

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) {
            int done = 0;
            while (done < count) {
                if (used == last.length) {
                    last = new byte[BLOCK_BYTES];
                    all.add(last);
                    used = 0;
                }
                int part = Math.min(count - done, last.length - used);
                System.arraycopy(bytes, offset + done, last, used, part);
                used += part;
                done += part;
            }
            length += count;
        }

        /** The blocks to be read one after the other. */
        private List<InputStream> inputs() {
            List<InputStream> inputs = new ArrayList<>();
            for (byte[] block : all) {
                inputs.add(new ByteArrayInputStream(block, 0, block == last ? used : block.length));
            }
            return inputs;
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

        private static final int BUFFER_BYTES = 8192;

        FastGzip(OutputStream out) throws IOException {
            super(out, BUFFER_BYTES);
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
