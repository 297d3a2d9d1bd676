package trro.exporter.support;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import trro.exporter.time.TimeSource;

/**
 * Time that several loops and their workers share: one of them runs at a time, until it sleeps, and then the one that wakes
 * first. So it is the same in every run, and moves as fast as they work.
 */
public final class LoopTime implements TimeSource {

    private final FakeTime time = new FakeTime("2026-11-22T08:20:00Z");
    private final Map<Thread, Sleeper> sleepers = new ConcurrentHashMap<>();
    private final List<Sleeper> running = new CopyOnWriteArrayList<>();
    private final List<Throwable> escaped = new CopyOnWriteArrayList<>();
    private final Semaphore nobodyRuns = new Semaphore(0);
    private volatile boolean over;

    private static final class Sleeper {
        private final Semaphore turn = new Semaphore(0);
        private final Runnable loop;
        private volatile long wakeNanos;
        private volatile boolean ended;
        private volatile boolean interrupted;

        Sleeper(Runnable loop) {
            this.loop = loop;
        }
    }

    /** Lets the loops run for so long, then interrupts them as the exporter does when it stops. */
    public void run(Collection<Runnable> loops, Duration span) {
        long endNanos = time.nanoTime() + span.toNanos();
        over = false;
        loops.forEach(this::start);
        while (true) {
            running.removeIf(sleeper -> sleeper.ended);
            if (running.isEmpty()) {
                return;
            }
            Sleeper next = running.stream()
                    .min(Comparator.comparingLong(sleeper -> sleeper.wakeNanos))
                    .orElseThrow();
            over = over || next.wakeNanos > endNanos;
            long until = Math.min(endNanos, next.wakeNanos);
            time.advance(Duration.ofNanos(Math.max(0, until - time.nanoTime())));
            next.turn.release();
            nobodyRuns.acquireUninterruptibly();
        }
    }

    /** Runs a task beside the loops, as a worker thread does: an exception ends the thread, and nothing else. */
    public void execute(Runnable task) {
        start(() -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                escaped.add(e);
            }
        });
    }

    /** Starts one more loop, from within one of those that run. */
    public void begin(Runnable loop) {
        start(loop);
    }

    /** Interrupts these loops, as the exporter does before others take their place. */
    public void interrupt(Collection<Runnable> loops) {
        running.stream().filter(sleeper -> loops.contains(sleeper.loop)).forEach(sleeper -> {
            sleeper.interrupted = true;
            sleeper.wakeNanos = time.nanoTime();
        });
    }

    /** What ended a task. */
    public List<Throwable> escaped() {
        return List.copyOf(escaped);
    }

    private void start(Runnable loop) {
        Sleeper sleeper = new Sleeper(loop);
        sleeper.wakeNanos = time.nanoTime();
        Thread thread = new Thread(() -> {
            sleeper.turn.acquireUninterruptibly();
            try {
                loop.run();
            } finally {
                sleeper.ended = true;
                sleepers.remove(Thread.currentThread());
                nobodyRuns.release();
            }
        });
        sleepers.put(thread, sleeper);
        thread.setDaemon(true);
        thread.start();
        running.add(sleeper);
    }

    /** Moves on without a word to the loops, as while the machine is suspended. */
    public void advance(Duration span) {
        time.advance(span);
    }

    /** The wall clock is set; the steady clock does not notice. */
    public void setWallClock(Instant instant) {
        time.setWallClock(instant);
    }

    @Override
    public Instant now() {
        return time.now();
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Sleeper sleeper = sleepers.get(Thread.currentThread());
        if (sleeper == null) {
            throw new IllegalStateException("not one of the loops");
        }
        sleeper.wakeNanos = time.nanoTime() + Math.max(0, duration.toNanos());
        nobodyRuns.release();
        sleeper.turn.acquireUninterruptibly();
        if (over || sleeper.interrupted) {
            throw new InterruptedException("the end of the test");
        }
    }
}
