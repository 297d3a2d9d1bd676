package trro.exporter.api;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicBoolean;
import trro.exporter.pacing.Permit;

/**
 * A request's body that tells the permit when the request leaves. It can be sent once: a second attempt that the HTTP
 * client made by itself would be a call that nobody counted.
 *
 * <p>The HTTP client asks for the body when it has a connection, just before it writes the headers, and again before it
 * writes the body: the later moment counts.
 */
final class CountedBody implements BodyPublisher {

    private static final String TOO_LATE = "the call may not be made any more";

    private final BodyPublisher body;
    private final Permit permit;
    private final KeptConnections.Next connection;
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile boolean left;
    private volatile boolean heldBack;

    CountedBody(BodyPublisher body, Permit permit, KeptConnections.Next connection) {
        this.body = body;
        this.permit = permit;
        this.connection = connection;
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> client) {
        if (asked.getAndSet(true)) {
            client.onSubscribe(new Nothing());
            client.onError(new IOException("a call is sent once"));
            return;
        }
        if (!permit.mayLeave()) {
            heldBack = true;
            throw new IllegalStateException(TOO_LATE); // the client writes headers after any orderly end
        }
        body.subscribe(new Leaving(client));
    }

    /** Whether the request left, at least in part, on a connection that had been used before. */
    boolean leftOnKeptConnection() {
        return left && connection != KeptConnections.Next.NEW;
    }

    /** Whether it was not sent, since nothing may be sent any more. */
    boolean heldBack() {
        return heldBack;
    }

    private void leaves() {
        left = true;
        switch (connection) {
            case OPEN -> permit.sent();
            case STALE, NEW -> permit.sentOnNewConnection();
        }
    }

    /** The client's side of the body. */
    private final class Leaving implements Subscriber<ByteBuffer> {

        private final Subscriber<? super ByteBuffer> client;

        Leaving(Subscriber<? super ByteBuffer> client) {
            this.client = client;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            client.onSubscribe(new Subscription() {
                @Override
                public void request(long items) {
                    if (!permit.mayLeave()) {
                        heldBack = true;
                        subscription.cancel();
                        client.onError(new IOException(TOO_LATE));
                        return;
                    }
                    leaves();
                    subscription.request(items);
                }

                @Override
                public void cancel() {
                    subscription.cancel();
                }
            });
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            client.onNext(bytes);
        }

        @Override
        public void onError(Throwable failure) {
            client.onError(failure);
        }

        @Override
        public void onComplete() {
            client.onComplete();
        }
    }

    private static final class Nothing implements Subscription {

        @Override
        public void request(long items) {}

        @Override
        public void cancel() {}
    }
}
