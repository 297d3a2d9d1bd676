package trro.exporter.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class BoundedBodyTest {

    private final BoundedBody body = new BoundedBody(4, new Semaphore(1000), Duration.ofMinutes(1));
    private final RecordedSubscription subscription = new RecordedSubscription();

    @Test
    void collectsUpToTheLimit() {
        body.onSubscribe(subscription);
        body.onNext(List.of(ByteBuffer.wrap(new byte[] {1}), ByteBuffer.wrap(new byte[] {2, 3})));
        body.onNext(List.of(ByteBuffer.wrap(new byte[] {4})));
        body.onComplete();

        assertThat(body.getBody()).isCompletedWithValueMatching(bytes -> Arrays.equals(bytes, new byte[] {1, 2, 3, 4}));
        assertThat(subscription.isCancelled).isFalse();
    }

    @Test
    void hangsUpAtTheFirstByteOverTheLimit() {
        body.onSubscribe(subscription);
        body.onNext(List.of(ByteBuffer.wrap(new byte[4])));
        assertThat(subscription.isCancelled).isFalse();

        body.onNext(List.of(ByteBuffer.wrap(new byte[1])));

        assertThat(body.getBody()).isCompletedExceptionally();
        assertThat(subscription.isCancelled).isTrue();
    }

    private static final class RecordedSubscription implements Subscription {

        private boolean isCancelled;

        @Override
        public void request(long count) {
            assertThat(count).isPositive();
        }

        @Override
        public void cancel() {
            isCancelled = true;
        }
    }
}
