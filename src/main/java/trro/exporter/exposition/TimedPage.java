package trro.exporter.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.model.snapshots.Labels;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** Writes samples with their times as OpenMetrics. */
public final class TimedPage implements TimedSamples {

    private static final byte[] END = "# EOF\n".getBytes(UTF_8);

    private final PageBuffer page;
    private byte[] heading = {};
    private byte[] name = {};
    private byte[] series = {};

    public TimedPage(OutputStream out) {
        page = new PageBuffer(out);
    }

    @Override
    public void family(Family family) {
        heading = family.heading(ExpositionFormat.OPEN_METRICS);
        name = family.nameBytes();
    }

    @Override
    public void series(Map<String, String> labels) {
        Labels.Builder all = Labels.builder();
        labels.forEach(all::label);
        series = Protobuf.join(name, LabelBytes.text(all.build()), "} ".getBytes(UTF_8));
    }

    @Override
    public void sample(double value, long epochSecond) throws IOException {
        page.append(heading);
        heading = new byte[0];
        page.append(series);
        page.appendText(value);
        page.append(' ');
        page.append(Long.toString(epochSecond).getBytes(UTF_8));
        page.append('\n');
    }

    @Override
    public void end() throws IOException {
        page.append(END);
        page.flush();
    }
}
