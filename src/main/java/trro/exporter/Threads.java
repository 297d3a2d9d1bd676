package trro.exporter;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of this program that are not the web server's. */
public final class Threads {

    private static final int KEPT_WORKERS = 8;

    private Threads() {}

    /** A thread that ends with the program, not started yet. */
    public static Thread loop(String name, Runnable loop) {
        Thread thread = new Thread(loop, name);
        thread.setDaemon(true);
        return thread;
    }

    /** A thread that stops the program, not started yet. */
    public static Thread shutdown(Runnable stop) {
        return new Thread(stop, "shutdown");
    }

    /**
     * As many threads as calls are under way, which whoever hands calls over bounds. A few of them stay for good, the
     * others for a minute, and no call ever waits for one.
     */
    public static ExecutorService workers() {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                KEPT_WORKERS,
                Integer.MAX_VALUE,
                1,
                TimeUnit.MINUTES,
                new SynchronousQueue<>(),
                task -> loop("call-" + number.incrementAndGet(), task));
    }
}
