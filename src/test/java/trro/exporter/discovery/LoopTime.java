package trro.exporter.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import trro.exporter.support.FakeTime;
import trro.exporter.time.TimeSource;

/**
 * Time that several loops share: one of them runs at a time, until it sleeps, and then the one that wakes first. So it is the
 * same in every run, and moves as fast as they work.
 */
final class LoopTime implements TimeSource {

    private final FakeTime time = new FakeTime("2026-11-22T08:20:00Z");
    private final Map<Thread, Sleeper> sleepers = new ConcurrentHashMap<>();
    private final Semaphore nobodyRuns = new Semaphore(0);
    private volatile boolean over;

    private static final class Sleeper {
        private final Semaphore turn = new Semaphore(0);
        private volatile long wakeNanos;
        private volatile boolean ended;
    }

    /** Lets the loops run for so long, then interrupts them as the exporter does when it stops. */
    void run(Collection<Runnable> loops, Duration span) {
        long endNanos = time.nanoTime() + span.toNanos();
        over = false;
        List<Sleeper> running = loops.stream().map(this::start).toList();
        while (true) {
            List<Sleeper> left = new ArrayList<>(running);
            left.removeIf(sleeper -> sleeper.ended);
            if (left.isEmpty()) {
                return;
            }
            Sleeper next = left.stream()
                    .min(Comparator.comparingLong(sleeper -> sleeper.wakeNanos))
                    .orElseThrow();
            over = over || next.wakeNanos > endNanos;
            long until = Math.min(endNanos, next.wakeNanos);
            time.advance(Duration.ofNanos(Math.max(0, until - time.nanoTime())));
            next.turn.release();
            nobodyRuns.acquireUninterruptibly();
        }
    }

    private Sleeper start(Runnable loop) {
        Sleeper sleeper = new Sleeper();
        sleeper.wakeNanos = time.nanoTime();
        Thread thread = new Thread(() -> {
            sleeper.turn.acquireUninterruptibly();
            try {
                loop.run();
            } finally {
                sleeper.ended = true;
                nobodyRuns.release();
            }
        });
        sleepers.put(thread, sleeper);
        thread.setDaemon(true);
        thread.start();
        return sleeper;
    }

    /** Moves on without a word to the loops, as while the machine is suspended. */
    void advance(Duration span) {
        time.advance(span);
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
        if (over) {
            throw new InterruptedException("the end of the test");
        }
    }
}
