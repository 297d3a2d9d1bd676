package trro.exporter.polling;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.api.ApiException;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.model.PollTarget;
import trro.exporter.pacing.Permit;
import trro.exporter.pacing.RateLimiter;
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

    /** What a poller works with. */
    public record Parts(
            PollQueue queue, RateLimiter limiter, StatisticsPoll poll, PollListener listener, TimeSource time) {}

    private final Parts parts;
    private final Executor workers;
    private volatile long lastBeatNanos;
    private volatile boolean defectLogged;
    private final AtomicBoolean firstCall = new AtomicBoolean(true);

    /** @param workers runs one call at a time on each of its threads, as many as the queue lets be under way */
    public Poller(Parts parts, Executor workers) {
        this.parts = parts;
        this.workers = workers;
        lastBeatNanos = parts.time().nanoTime();
    }

    /** How long ago the loop last went round. It does so every few seconds even when there is nothing to ask. */
    public Duration sinceLastBeat() {
        return Duration.ofNanos(parts.time().nanoTime() - lastBeatNanos);
    }

    /** How long the oldest call under way has been so; zero if there is none. No call takes longer than its time-out. */
    public Duration oldestCall() {
        return Duration.ofNanos(parts.queue().oldestUnderWayNanos(parts.time().nanoTime()));
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
        Permit permit = Permit.acquire(parts.limiter(), parts.time());
        parts.queue().take(permit.startedNanos()).ifPresent(target -> handOver(target, permit));
    }

    private void handOver(PollTarget target, Permit permit) {
        try {
            workers.execute(() -> poll(target, permit));
        } catch (RuntimeException | Error e) { // no thread to be had: the target must not stay under way for ever
            parts.queue().failed(target, parts.time().nanoTime(), Kind.SERVER);
            throw e;
        }
    }

    private void poll(PollTarget target, Permit permit) {
        Optional<NextPoll> next = Optional.empty();
        Kind failure = Kind.SERVER;
        try {
            next = Optional.of(parts.poll().run(target, permit));
            permit.answered();
        } catch (ApiException e) {
            failure = e.kind();
            if (failure == Kind.THROTTLED && permit.throttled()) {
                logger.atWarn().addKeyValue("code", e.code()).log("TRRO throttles; the pace is halved and climbs back");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the exporter stops
            failure = Kind.NETWORK;
        } catch (RuntimeException | Error e) {
            defect(e);
        } finally {
            finish(target, permit, next, failure); // whatever happens, or the target would be under way for ever
        }
    }

    private void finish(PollTarget target, Permit permit, Optional<NextPoll> next, Kind failure) {
        if (firstCall.getAndSet(false)) {
            permit.arrivedByNow(); // it loaded code and opened TLS, and the others go from now on
        }
        long now = parts.time().nanoTime();
        if (next.isPresent()) {
            parts.queue().answered(target, now, next.get());
        } else {
            parts.queue().failed(target, now, failure);
        }
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
