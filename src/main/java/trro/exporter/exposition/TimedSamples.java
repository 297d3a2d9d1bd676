package trro.exporter.exposition;

import java.io.IOException;
import java.util.Map;

/**
 * Takes samples of gauges with their times: the past, which no scrape asks for. All series of a family come before
 * those of the next, and all samples of a series in the order of time before those of the next.
 */
public interface TimedSamples {

    /** The samples to come are of this family; there may be none, and then nothing is written of it. */
    void family(Family family);

    /** The samples to come are of the series with these labels, one at least; there may be none. */
    void series(Map<String, String> labels);

    /** Takes a sample of the series at a Unix time. */
    void sample(double value, long epochSecond) throws IOException;

    /** No sample comes any more. */
    void end() throws IOException;
}
