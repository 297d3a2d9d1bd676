package trro.exporter.discovery;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.api.ApiException;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.ErrorCodes;
import trro.exporter.api.Page;
import trro.exporter.api.PageQuery;
import trro.exporter.api.TrroAction;
import trro.exporter.api.TrroApi;
import trro.exporter.pacing.Permit;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.time.TimeSource;

/**
 * Reads the lists of one action, over and over: takes a permit of the action's budget, then the page whose turn it is, and hands
 * the call to a worker.
 *
 * <p>It survives every failure; that it is alive is told by {@link #sinceLastBeat()}.
 */
final class ListLoop<T> implements Runnable {

    private static final Logger logger = LoggerFactory.getLogger(ListLoop.class);
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(1);
    private static final Duration AFTER_DEFECT = Duration.ofSeconds(1);

    /** Says that there is no such action on this site, or not any more. */
    private static final Set<String> ABSENT =
            Set.of("InvalidAction", "UnsupportedOperation", "ActionOffline", "NoSuchVersion");

    /** Asks for a page. */
    interface Call<T> {
        Page<T> ask(String key, PageQuery page) throws ApiException, InterruptedException;
    }

    /** Hears of lists: one reading of a list after the other. */
    interface Reader<T> {
        void read(String key, ListSnapshot<T> list);

        void failed(String key);

        /** None of the lists can be read for now. */
        void refused(Set<String> keys);

        void defect();
    }

    /** What a loop works with. */
    record Parts(TrroApi api, RateLimiter limiter, Executor workers, Duration absentAction, TimeSource time) {}

    private final Parts parts;
    private final ListQueue<T> queue;
    private final Call<T> call;
    private final Reader<T> reader;
    private final ListLog changes;
    private final TimeSource time;
    private volatile long lastBeatNanos;
    private volatile boolean defectLogged;

    ListLoop(TrroAction action, ListQueue<T> queue, Call<T> call, Reader<T> reader, Parts parts) {
        this.parts = parts;
        this.queue = queue;
        this.call = call;
        this.reader = reader;
        this.changes = new ListLog(action);
        this.time = parts.time();
        lastBeatNanos = time.nanoTime();
    }

    /** From now on these are the lists. */
    void keep(Set<String> keys) {
        queue.keep(keys, time.nanoTime());
        changes.keep(keys);
    }

    Duration sinceLastBeat() {
        return Duration.ofNanos(time.nanoTime() - lastBeatNanos);
    }

    Duration oldestCall() {
        return Duration.ofNanos(queue.oldestUnderWayNanos(time.nanoTime()));
    }

    /** Reads until the thread is interrupted. */
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
        long idleNanos = queue.nanosUntilDue(time.nanoTime());
        if (idleNanos > 0) {
            time.sleep(Duration.ofNanos(Math.min(idleNanos, LONGEST_IDLE.toNanos())));
            return;
        }
        Permit permit = parts.limiter().acquire();
        queue.take(time.nanoTime(), time.now()).ifPresentOrElse(turn -> handOver(turn, permit), permit::ended);
    }

    private void handOver(ListQueue.Turn<T> turn, Permit permit) {
        try {
            parts.workers().execute(() -> ask(turn, permit));
        } catch (RuntimeException | Error e) { // no thread to be had: the list must not stay under way for ever
            permit.ended();
            queue.failed(turn, broken(), time.nanoTime());
            throw e;
        }
    }

    private void ask(ListQueue.Turn<T> turn, Permit permit) {
        Optional<ApiException> failure = Optional.of(broken());
        boolean whole = false;
        try {
            parts.api().prepare();
            permit.sent();
            Page<T> page = call.ask(turn.key(), turn.pass().next());
            whole = turn.pass().add(page);
            if (whole) {
                ListSnapshot<T> list = turn.pass().list();
                reader.read(turn.key(), list);
                changes.read(turn.key(), list.unreadable());
            }
            failure = Optional.empty();
        } catch (ApiException e) {
            failure = Optional.of(e);
            if (e.kind() == Kind.THROTTLED) {
                permit.throttled(e.code());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the exporter stops, and the list did not fail
            failure = Optional.empty();
        } catch (RuntimeException | Error e) {
            defect(e);
        } finally {
            permit.ended();
            finish(turn, whole, failure); // whatever happens, or the list would be under way for ever
        }
    }

    private void finish(ListQueue.Turn<T> turn, boolean whole, Optional<ApiException> failure) {
        long now = time.nanoTime();
        if (failure.isPresent()) {
            try {
                failed(turn, failure.get(), now);
            } catch (RuntimeException | Error e) { // of who hears of it
                defect(e);
            }
        } else if (whole) {
            queue.finished(turn, now);
        } else {
            queue.continues(turn, now);
        }
    }

    private void failed(ListQueue.Turn<T> turn, ApiException failure, long now) {
        boolean absent = ABSENT.stream().anyMatch(failure.code()::startsWith);
        boolean unauthorized = failure.kind() == Kind.UNAUTHORIZED && !queue.othersAreReadable(turn);
        if (absent || unauthorized) {
            queue.refused(turn, failure, absent ? parts.absentAction() : Duration.ZERO, now);
            if (absent) {
                changes.absent(failure);
            } else {
                changes.forbidden(failure);
            }
            reader.refused(queue.keys());
        } else if (!queue.failed(turn, failure, now)) {
            changes.failed(turn.key(), failure);
            reader.failed(turn.key());
        }
    }

    private void defect(Throwable e) {
        reader.defect();
        if (!defectLogged) {
            defectLogged = true;
            logger.atError()
                    .setCause(e)
                    .log("a defect of this program ended the reading of a list; more of them are counted, not logged");
        }
    }

    private static ApiException broken() {
        return new ApiException(Kind.SERVER, ErrorCodes.OTHER, "it was broken off", Optional.empty());
    }
}
