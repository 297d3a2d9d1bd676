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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Collects a response body up to a limit of bytes and of time: no answer can fill the memory or hold a thread. */
final class BoundedBody implements BodySubscriber<byte[]>, AutoCloseable {

    private static final int MOST_ROOM = 8 << 20;
    private static final int SHARE_OF_HEAP = 16;

    private final int maxBytes;
    private final Semaphore room;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body;
    private volatile boolean begun;

    /**
     * @param room bytes that are left for all answers together
     * @param timeout for the whole body, counted from now
     */
    BoundedBody(int maxBytes, Semaphore room, Duration timeout) {
        this.maxBytes = maxBytes;
        this.room = room;
        body = new CompletableFuture<byte[]>().orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** A sixteenth of the heap, 8 MiB at most: trees are made of these bytes, which are several times as large. */
    static Semaphore roomInHeap() {
        return new Semaphore((int) Math.min(MOST_ROOM, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
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
            if (!room.tryAcquire(buffer.remaining())) {
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
        room.release(bytes.size());
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
}
