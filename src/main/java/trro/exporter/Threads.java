package trro.exporter;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of this program that are not the web server's. */
public final class Threads {

    private Threads() {}

    /** A thread for a polling loop, not started yet. */
    public static Thread loop(String name, Runnable loop) {
        Thread thread = new Thread(loop, name);
        thread.setDaemon(true);
        return thread;
    }

    /** A thread that stops the program, not started yet. */
    public static Thread shutdown(Runnable stop) {
        return new Thread(stop, "shutdown");
    }

    /** As many threads as calls are under way, kept for a minute; the queue bounds how many that can be. */
    public static ExecutorService workers() {
        AtomicInteger number = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "call-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
