package trro.exporter;

import java.time.Duration;
import trro.exporter.time.TimeSource;

/** The end of a leader: another replica gets its last picture, or none comes in time. Thread-safe. */
final class LeaderHandOver {

    /** A new pod may only be starting. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final TimeSource time;
    private boolean begun;
    private boolean done;

    LeaderHandOver(TimeSource time) {
        this.time = time;
    }

    /** Pictures that are made from now on are the last ones. */
    synchronized void begin() {
        begun = true;
    }

    /** Another replica gets a picture. */
    synchronized void pictureGiven() {
        done |= begun;
    }

    /** Waits until another replica has the last picture; false if none came for it. */
    boolean await() throws InterruptedException {
        long sinceNanos = time.nanoTime();
        while (!isDone() && time.nanoTime() - sinceNanos < PATIENCE.toNanos()) {
            time.sleep(PAUSE);
        }
        return isDone();
    }

    private synchronized boolean isDone() {
        return done;
    }
}
