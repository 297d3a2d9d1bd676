package trro.exporter.web;

import java.io.IOException;
import java.io.OutputStream;
import trro.exporter.time.TimeSource;

/**
 * The way to the client, which tells a lost client from a failure on this side, and gives up on one that reads too
 * slowly.
 *
 * <p>It is flushed and closed by the server alone: an early flush would send the status line before it is known that
 * the answer can be made.
 */
final class ScrapeStream extends OutputStream {

    private final OutputStream out;
    private final TimeSource time;
    private final long endNanos;
    private boolean lost;

    ScrapeStream(OutputStream out, TimeSource time, long endNanos) {
        this.out = out;
        this.time = time;
        this.endNanos = endNanos;
    }

    /** Whether the client went away, or was given up. */
    boolean lost() {
        return lost;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (time.nanoTime() - endNanos > 0) {
            lost = true;
            throw new IOException("the client took too long to read the answer");
        }
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            lost = true;
            throw e;
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
