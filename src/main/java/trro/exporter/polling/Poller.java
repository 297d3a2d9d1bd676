package trro.exporter.polling;

import java.time.Duration;
import java.util.Optional;
import trro.exporter.api.ApiException;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.model.PollTarget;
import trro.exporter.pacing.PacedLoop;
import trro.exporter.pacing.Permit;
import trro.exporter.time.TimeSource;

/** The calls of one account's polling loop: asks for the target whose turn it is, and tells the queue what came. */
public record Poller(PollQueue queue, StatisticsPoll poll, TimeSource time) implements PacedLoop.Calls {

    @Override
    public long nanosUntilDue(long nowNanos) {
        return queue.nanosUntilDue(nowNanos);
    }

    @Override
    public Optional<PacedLoop.Call> next(long nowNanos) {
        return queue.take(nowNanos).map(this::call);
    }

    @Override
    public Duration oldestUnderWay() {
        return Duration.ofNanos(queue.oldestUnderWayNanos(time.nanoTime()));
    }

    private PacedLoop.Call call(PollTarget target) {
        return new PacedLoop.Call() {

            @Override
            public void run(Permit permit) throws InterruptedException {
                try {
                    NextPoll next = poll.run(target, permit);
                    queue.answered(target, time.nanoTime(), next);
                } catch (ApiException e) {
                    queue.failed(target, time.nanoTime(), e.kind());
                }
            }

            @Override
            public void brokeOff() {
                queue.failed(target, time.nanoTime(), Kind.SERVER);
            }
        };
    }
}
