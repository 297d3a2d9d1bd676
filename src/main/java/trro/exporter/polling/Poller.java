package trro.exporter.polling;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.api.ApiException;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.time.RateLimiter;
import trro.exporter.time.TimeSource;

/**
 * The polling loop of one account: takes a permit of the budget, then the target that needs it most, and hands the call
 * to a worker, so that slow answers cost no pace.
 *
 * <p>The permit comes first, since whoever chooses first and waits afterwards serves yesterday's priority. The loop
 * survives every failure; that it is alive is told by {@link #sinceLastBeat()}.
 */
public final class Poller implements Runnable {

    private static final Logger logger = LoggerFactory.getLogger(Poller.class);
    private static final Duration LONGEST_IDLE = Duration.ofMillis(200);
    private static final Duration AFTER_DEFECT = Duration.ofSeconds(1);

    /** A call that a worker begins later than this after its permit was granted is counted from when it begins. */
    private static final Duration LONGEST_HAND_OVER = Duration.ofMillis(5);

    /** What a poller works with. */
    public record Parts(
            PollQueue queue, RateLimiter limiter, StatisticsPoll poll, PollListener listener, TimeSource time) {}

    private final Parts parts;
    private final Map<StatisticInterval, Duration> pollIntervals;
    private final Executor workers;
    private volatile long lastBeatNanos;
    private volatile boolean defectLogged;

    /** @param workers runs one call at a time on each of its threads, as many as the queue lets be under way */
    public Poller(Parts parts, Map<StatisticInterval, Duration> pollIntervals, Executor workers) {
        this.parts = parts;
        this.pollIntervals = pollIntervals;
        this.workers = workers;
        lastBeatNanos = parts.time().nanoTime();
    }

    /** How long ago the loop last went round. It does so every few seconds even when there is nothing to ask. */
    public Duration sinceLastBeat() {
        return Duration.ofNanos(parts.time().nanoTime() - lastBeatNanos);
    }

    /** Polls until the thread is interrupted. */
    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                lastBeatNanos = parts.time().nanoTime();
                try {
                    step();
                } catch (RuntimeException | Error e) {
                    defect(e);
                    parts.time().sleep(AFTER_DEFECT);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void step() throws InterruptedException {
        long idleNanos = parts.queue().nanosUntilDue(parts.time().nanoTime());
        if (idleNanos > 0) {
            parts.time().sleep(Duration.ofNanos(Math.min(idleNanos, LONGEST_IDLE.toNanos())));
            return;
        }
        long startedNanos = parts.limiter().acquire();
        parts.queue().take(startedNanos).ifPresent(target -> handOver(target, startedNanos));
    }

    private void handOver(PollTarget target, long startedNanos) {
        try {
            workers.execute(() -> poll(target, startedNanos));
        } catch (RuntimeException | Error e) { // no thread to be had: the target must not stay under way for ever
            parts.queue().failed(target, parts.time().nanoTime(), ApiException.Kind.SERVER);
            throw e;
        }
    }

    private void poll(PollTarget target, long grantedNanos) {
        ApiException.Kind failure;
        long startedNanos = grantedNanos;
        try {
            startedNanos = startInTime(grantedNanos);
            Instant askedAt = parts.poll().run(target);
            Duration pollInterval =
                    Optional.ofNullable(pollIntervals.get(target.interval())).orElseThrow();
            parts.queue()
                    .answered(target, parts.time().nanoTime(), parts.poll().untilNext(target, askedAt, pollInterval));
            return;
        } catch (ApiException e) {
            failure = e.kind();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the exporter stops
            failure = ApiException.Kind.NETWORK;
        } catch (RuntimeException | Error e) {
            defect(e);
            failure = ApiException.Kind.SERVER;
        }
        if (failure == ApiException.Kind.THROTTLED) {
            parts.limiter().throttled(startedNanos);
        }
        parts.queue().failed(target, parts.time().nanoTime(), failure);
    }

    private long startInTime(long grantedNanos) throws InterruptedException {
        boolean late = parts.time().nanoTime() - grantedNanos > LONGEST_HAND_OVER.toNanos();
        return late ? parts.limiter().restart(grantedNanos) : grantedNanos;
    }

    private void defect(Throwable e) {
        parts.listener().defect();
        if (!defectLogged) {
            defectLogged = true;
            logger.atError()
                    .setCause(e)
                    .log("a defect of this program ended a poll; more of them are counted, not logged");
        }
    }
}
