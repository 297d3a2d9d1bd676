package trro.exporter.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Collects a response body up to a limit of bytes and of time: no answer can fill the memory or hold a thread. */
final class BoundedBody implements BodySubscriber<byte[]>, AutoCloseable {

    private final int maxBytes;
    private final AnswerBytes room;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body;
    private volatile boolean begun;

    /**
     * @param room shared by all answers
     * @param timeout for the whole body, counted from now
     */
    BoundedBody(int maxBytes, AnswerBytes room, Duration timeout) {
        this.maxBytes = maxBytes;
        this.room = room;
        body = new CompletableFuture<byte[]>().orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    /** Whether the answer's headers were read. */
    boolean begun() {
        return begun;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        begun = true;
        CompletableFuture<byte[]> unused = body.whenComplete((whole, failure) -> {
            if (failure != null) {
                subscription.cancel(); // closes the connection
            }
        });
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (body.isDone()) {
                return;
            }
            if (buffer.remaining() > maxBytes - bytes.size()) {
                body.completeExceptionally(new TooLargeException());
                return;
            }
            if (!room.take(buffer.remaining())) {
                body.completeExceptionally(new NoRoomException());
                return;
            }
            byte[] chunk = new byte[buffer.remaining()];
            buffer.get(chunk);
            bytes.writeBytes(chunk);
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public synchronized void onComplete() {
        body.complete(bytes.toByteArray());
    }

    /** Gives the room back; an answer that is still under way is given up. */
    @Override
    public synchronized void close() {
        body.cancel(false);
        room.giveBack(bytes.size());
        bytes.reset();
    }

    /** All answers together are as large as they may be. */
    static final class NoRoomException extends IOException {

        private static final long serialVersionUID = 1L;
    }

    /** The body went over the limit and was not read to its end. */
    static final class TooLargeException extends IOException {

        private static final long serialVersionUID = 1L;
    }

    /** The bytes of all answers that are being read, which are bounded together. Thread-safe. */
    static final class AnswerBytes {

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
}
