package trro.exporter.backfill;

import java.nio.file.Path;

/** Hears how a backfill goes on. Thread-safe. */
public interface BackfillListener {

    /** So many calls are left, as far as it is known by now. */
    void callsLeft(long calls);

    /** A call was made. */
    void called();

    /**
     * A file is whole, or as much was taken by the receiver.
     *
     * @param left how many are still to come
     */
    void written(Path file, int left);
}
