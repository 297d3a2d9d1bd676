package trro.exporter.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A whole answer, compressed, in memory. Immutable, so that many may send it at the same time, each at its client's
 * pace.
 */
final class CompressedPage {

    /** Writes an answer that is not compressed. */
    interface Source {
        void writeTo(OutputStream out) throws IOException;
    }

    private final Blocks blocks = new Blocks();

    private CompressedPage() {}

    static CompressedPage of(Source source) throws IOException {
        CompressedPage page = new CompressedPage();
        try (FastGzip gzip = new FastGzip(page.blocks)) {
            source.writeTo(gzip);
            gzip.finish();
        }
        return page;
    }

    long length() {
        return blocks.length;
    }

    void writeTo(OutputStream out) throws IOException {
        long left = blocks.length;
        for (byte[] block : blocks.all) {
            int used = (int) Math.min(left, block.length);
            out.write(block, 0, used);
            left -= used;
        }
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

        @Override
        public void flush() {}

        @Override
        public void close() {
            def.end();
        }
    }
}
