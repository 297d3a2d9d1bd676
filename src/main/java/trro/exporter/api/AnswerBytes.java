package trro.exporter.api;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes of all answers that are being read, which are bounded together. Thread-safe. */
final class AnswerBytes {

    private static final long MOST = 8 << 20;
    private static final int SHARE_OF_HEAP = 16;

    private final long most;
    private final AtomicLong held = new AtomicLong();

    /** @param most bytes at the same time */
    AnswerBytes(long most) {
        this.most = most;
    }

    /** A sixteenth of the heap, 8 MiB at most: trees are made of these bytes, which are several times as large. */
    static AnswerBytes ofHeap() {
        return new AnswerBytes(Math.min(MOST, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
    }

    /** Takes room for so many bytes; false if there is not so much. */
    boolean take(int bytes) {
        if (held.addAndGet(bytes) <= most) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void giveBack(int bytes) {
        held.addAndGet(-bytes);
    }
}
