package trro.exporter;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.function.Supplier;
import trro.exporter.time.TimeSource;

/**
 * Notices a heap that stays full however often it is collected. On a busy machine Java was seen to collect such a heap
 * for half a minute, and to do little else, before a thread got its first {@link OutOfMemoryError}.
 *
 * <p>A heap that is full and still does its work is left alone: of {@link #SPAN} more than half has to be collections,
 * and at each look {@link #FULL_PERCENT} of the heap have to be what the latest collections left in use.
 */
public final class FullHeap implements Runnable {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration SPAN = Duration.ofSeconds(5);
    private static final int FULL_PERCENT = 95;

    /**
     * The heap at one moment.
     *
     * @param used bytes that the latest collections left in use
     * @param most bytes that it can have
     * @param collectingMillis the time that collections took since the process began
     */
    record Reading(long used, long most, long collectingMillis) {

        static Reading now() {
            long used = ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isCollectionUsageThresholdSupported())
                    .map(MemoryPoolMXBean::getCollectionUsage)
                    .mapToLong(usage -> usage == null ? 0 : usage.getUsed())
                    .sum();
            long millis = ManagementFactory.getGarbageCollectorMXBeans().stream()
                    .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                    .sum();
            return new Reading(used, Runtime.getRuntime().maxMemory(), millis);
        }

        boolean isFull() {
            return used >= most / 100 * FULL_PERCENT;
        }
    }

    private final Supplier<Reading> heap;
    private final Runnable full;
    private final TimeSource time;

    /** @param full is run when the heap of this process is full, and again while it is */
    public FullHeap(Runnable full, TimeSource time) {
        this(Reading::now, full, time);
    }

    FullHeap(Supplier<Reading> heap, Runnable full, TimeSource time) {
        this.heap = heap;
        this.full = full;
        this.time = time;
    }

    /** Looks every second until the thread is interrupted. */
    @Override
    public void run() {
        try {
            while (true) {
                time.sleep(BETWEEN_LOOKS);
                if (isFullForLong()) {
                    full.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isFullForLong() throws InterruptedException {
        long startNanos = time.nanoTime();
        Reading first = heap.get();
        Reading latest = first;
        while (latest.isFull() && time.nanoTime() - startNanos < SPAN.toNanos()) {
            time.sleep(BETWEEN_LOOKS);
            latest = heap.get();
        }
        long passedMillis = Duration.ofNanos(time.nanoTime() - startNanos).toMillis();
        return latest.isFull() && (latest.collectingMillis() - first.collectingMillis()) * 2 > passedMillis;
    }
}
