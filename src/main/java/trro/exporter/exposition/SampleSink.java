package trro.exporter.exposition;

import java.io.IOException;

/** Takes samples of gauges: all of one family, ordered by labels, before those of the next. */
public interface SampleSink {

    /**
     * The samples to come are of this family; there may be none.
     *
     * @return whether its samples are wanted; if not, none may come
     */
    boolean family(Family family) throws IOException;

    /** Takes a sample of the family, with {@code last} after all other labels. */
    void sample(SeriesLabels labels, LastLabel last, double value) throws IOException;

    /** Takes a sample of the family. */
    default void sample(SeriesLabels labels, double value) throws IOException {
        sample(labels, LastLabel.NONE, value);
    }

    /** No sample comes any more. */
    void end() throws IOException;
}
