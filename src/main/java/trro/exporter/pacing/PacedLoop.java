package trro.exporter.pacing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.time.TimeSource;

/**
 * A loop that makes calls within a budget: takes a permit, then the call that is most wanted at that moment, and hands
 * it to a worker, so that slow answers cost no pace.
 *
 * <p>The permit comes first, since whoever chooses first and waits afterwards serves yesterday's priority. The loop
 * survives every failure; that it is alive is told by {@link #sinceLastBeat()}.
 */
public final class PacedLoop implements Runnable {

    /** Chooses the next call. Thread-safe. */
    public interface Calls {

        /** Nanoseconds to wait before {@link #next} is worth calling; 0 if it has something to give now. */
        long nanosUntilDue(long nowNanos);

        /** The call to make now, which is under way from now on; empty if there is none after all. */
        Optional<Call> next(long nowNanos);

        /** The age of the oldest call under way; zero if there is none. No call takes longer than its time-out. */
        Duration oldestUnderWay();
    }

    /** A call that was chosen. Exactly one of its methods is called, by a worker or by the loop. */
    public interface Call {

        /**
         * Makes the call and notes its outcome. A call that ends with an exception has {@link #brokeOff} called, too.
         *
         * @param permit told when the call leaves; ended by the loop
         */
        void run(Permit permit) throws InterruptedException;

        /** The call was not made, or was broken off by a defect or the end of the program: it is under way no more. */
        void brokeOff();
    }

    private static final Logger logger = LoggerFactory.getLogger(PacedLoop.class);
    private static final Duration LONGEST_IDLE = Duration.ofMillis(200);
    private static final Duration AFTER_DEFECT = Duration.ofSeconds(1);

    private final Calls calls;
    private final RateLimiter limiter;
    private final Executor workers;
    private final Runnable onDefect;
    private final TimeSource time;
    private volatile long lastBeatNanos;
    private volatile boolean defectLogged;

    /**
     * @param workers runs one call at a time on each of its threads, as many as {@code calls} lets be under way
     * @param onDefect runs each time that a defect of this program ended a call, or a turn of the loop
     */
    public PacedLoop(Calls calls, RateLimiter limiter, Executor workers, Runnable onDefect, TimeSource time) {
        this.calls = calls;
        this.limiter = limiter;
        this.workers = workers;
        this.onDefect = onDefect;
        this.time = time;
        lastBeatNanos = time.nanoTime();
    }

    /** The time since the loop last went round. It does so every few seconds even when there is nothing to ask. */
    public Duration sinceLastBeat() {
        return Duration.ofNanos(time.nanoTime() - lastBeatNanos);
    }

    /** The age of the oldest call under way; zero if there is none. */
    public Duration oldestCall() {
        return calls.oldestUnderWay();
    }

    /** Makes calls until the thread is interrupted. */
    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                lastBeatNanos = time.nanoTime();
                try {
                    step();
                } catch (RuntimeException | Error e) {
                    defect(e);
                    time.sleep(AFTER_DEFECT);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void step() throws InterruptedException {
        long idleNanos = calls.nanosUntilDue(time.nanoTime());
        if (idleNanos > 0) {
            time.sleep(Duration.ofNanos(Math.min(idleNanos, LONGEST_IDLE.toNanos())));
            return;
        }
        Permit permit = limiter.acquire();
        Optional<Call> call = calls.next(permit.grantedNanos());
        if (call.isEmpty()) {
            permit.ended();
            return;
        }
        try {
            workers.execute(() -> make(call.get(), permit));
        } catch (RuntimeException | Error e) { // no thread to be had: the call must not stay under way for ever
            permit.ended();
            call.get().brokeOff();
            throw e;
        }
    }

    private void make(Call call, Permit permit) {
        boolean whole = false;
        try {
            call.run(permit);
            whole = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the exporter stops
        } catch (RuntimeException | Error e) {
            defect(e);
        } finally { // whatever happens, or the call would be under way for ever
            permit.ended();
            if (!whole) {
                call.brokeOff();
            }
        }
    }

    private void defect(Throwable e) {
        if (e instanceof OutOfMemoryError fatal) {
            throw fatal; // it ends the process, see the handler of what nobody catches
        }
        onDefect.run();
        if (!defectLogged) {
            defectLogged = true;
            logger.atError()
                    .setCause(e)
                    .log("a defect of this program ended a call; more of them are counted, not logged");
        }
    }
}
