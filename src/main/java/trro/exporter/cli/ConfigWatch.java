package trro.exporter.cli;

import java.nio.file.Path;
import java.time.Duration;
import trro.exporter.time.TimeSource;
import trro.exporter.yaml.YamlFormat;

/**
 * Looks at a file again and again, and tells when its content is another one than when it was looked at before: its
 * time, owner and place may change as they like, and a link that points elsewhere counts by what is there.
 */
final class ConfigWatch {

    private static final Duration MOMENT = Duration.ofSeconds(1);
    private static final int MOST_LOOKS = 30;

    private final Path file;
    private final Duration interval;
    private final TimeSource time;
    private String seen;

    /** The content as it stands now is known. */
    ConfigWatch(Path file, Duration interval, TimeSource time) {
        this.file = file;
        this.interval = interval;
        this.time = time;
        seen = YamlFormat.fingerprint(file);
    }

    /**
     * Looks until the thread is interrupted.
     *
     * @param changed is run after each change and must not wait; a file that cannot be read any more has changed
     */
    void run(Runnable changed) {
        try {
            while (true) {
                time.sleep(interval);
                if (changed()) {
                    awaitTheWhole();
                    changed.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The beginning of a file that is being written may be a good configuration, of fewer projects, whose figures would
     * be lost. So it has to stay as it is for a moment; who writes for longer has to bear it.
     */
    private void awaitTheWhole() throws InterruptedException {
        int looks = 0;
        do {
            time.sleep(MOMENT);
            looks++;
        } while (changed() && looks < MOST_LOOKS);
    }

    /** Whether the content is another one than it was; from now on it is known. Whoever reads the file asks it. */
    synchronized boolean changed() {
        String before = seen;
        seen = YamlFormat.fingerprint(file);
        return !seen.equals(before);
    }
}
