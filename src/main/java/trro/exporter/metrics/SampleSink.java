package trro.exporter.metrics;

import java.util.Optional;
import trro.exporter.model.Window;

/**
 * Takes samples: all of one family, ordered by labels, before those of the next.
 *
 * @param <E> what may fail
 */
interface SampleSink<E extends Exception> {

    /** The samples to come are of this gauge; there may be none. */
    void family(MetricCatalog metric) throws E;

    /**
     * Takes a sample of the family.
     *
     * @param window the label that comes after {@code labels}, where the family has it
     */
    void sample(SeriesLabels labels, Optional<Window> window, double value) throws E;

    /** No sample comes any more. */
    void end() throws E;
}
