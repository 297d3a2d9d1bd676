package trro.exporter.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes samples of gauges with their times as OpenMetrics: the past, which no scrape asks for. All series of a family
 * come before those of the next, and all samples of a series in the order of time before those of the next.
 */
public final class TimedPage {

    private static final byte[] END = "# EOF\n".getBytes(UTF_8);

    private final PageBuffer page;
    private byte[] heading = {};
    private byte[] name = {};
    private byte[] series = {};

    public TimedPage(OutputStream out) {
        page = new PageBuffer(out);
    }

    /** The samples to come are of this family; there may be none, and then nothing is written of it. */
    public void family(Family family) {
        heading = family.heading(ExpositionFormat.OPEN_METRICS);
        name = family.nameBytes();
    }

    /** The samples to come are of the series with these labels, one at least. */
    public void series(SeriesLabels labels) {
        series = Protobuf.join(name, labels.text(), "} ".getBytes(UTF_8));
    }

    /** Takes a sample of the series at a Unix time. */
    public void sample(double value, long epochSecond) throws IOException {
        page.append(heading);
        heading = new byte[0];
        page.append(series);
        page.appendText(value);
        page.append(' ');
        page.append(Long.toString(epochSecond).getBytes(UTF_8));
        page.append('\n');
    }

    /** No sample comes any more. */
    public void end() throws IOException {
        page.append(END);
        page.flush();
    }
}
