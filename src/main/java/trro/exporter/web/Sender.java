package trro.exporter.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.InputStream;

/**
 * Sends an answer at its client's pace. No thread waits meanwhile: a few clients that do not read would hold them all.
 *
 * <p>Its methods are called by the server, one at a time.
 */
final class Sender implements WriteListener {

    private static final int BLOCK_BYTES = 32 * 1024;

    private final InputStream answer;
    private final ServletOutputStream out;
    private final Runnable ended;
    private final byte[] block = new byte[BLOCK_BYTES];

    private Sender(InputStream answer, ServletOutputStream out, Runnable ended) {
        this.answer = answer;
        this.out = out;
        this.ended = ended;
    }

    /** Calls {@code ended} when all was sent, or the client is lost. The response must be asynchronous. */
    static void send(InputStream answer, ServletOutputStream out, Runnable ended) {
        out.setWriteListener(new Sender(answer, out, ended));
    }

    @Override
    public void onWritePossible() throws IOException {
        while (out.isReady()) { // only then may the block be used again
            int read = answer.readNBytes(block, 0, BLOCK_BYTES);
            if (read == 0) {
                answer.close();
                ended.run();
                return;
            }
            out.write(block, 0, read);
        }
    }

    @Override
    public void onError(Throwable failure) {
        try {
            answer.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        ended.run();
    }
}
