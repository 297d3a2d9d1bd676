package trro.exporter.exposition;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes samples with their times as requests of Prometheus' remote write, some thousand samples each.
 *
 * @see <a href="https://prometheus.io/docs/specs/prw/remote_write_spec/">Remote write 1.0</a>
 */
public final class WriteRequests implements TimedSamples {

    /** Takes the bytes of one request, not compressed yet, before the next one is made. */
    public interface Receiver {
        void push(byte[] request) throws IOException;
    }

    private static final int MOST_SAMPLES = 5_000;
    private static final int MOST_SAMPLE_BYTES = 1 + Double.BYTES + 1 + Protobuf.MOST_VARINT_BYTES;

    // Fields of WriteRequest, TimeSeries and Sample: number and type. Labels are those of a Metric.
    private static final int TIME_SERIES = 0x0a;
    private static final byte SAMPLE = 0x12;
    private static final byte VALUE = 0x09;
    private static final byte TIMESTAMP = 0x10;

    private final Receiver receiver;
    private final ByteArrayOutputStream request = new ByteArrayOutputStream();
    private final ByteArrayOutputStream samples = new ByteArrayOutputStream(); // of the series
    private String name = "";
    private byte[] labels = {};
    private int count;

    public WriteRequests(Receiver receiver) {
        this.receiver = receiver;
    }

    @Override
    public void family(Family family) {
        name = family.name();
    }

    @Override
    public void series(Map<String, String> others) {
        endSeries();
        Map<String, String> sorted = new TreeMap<>(others);
        sorted.put("__name__", name);
        labels = Protobuf.join(sorted.entrySet().stream()
                .map(label -> LabelBytes.protobuf(label.getKey(), label.getValue()))
                .toArray(byte[][]::new));
    }

    @Override
    public void sample(double value, long epochSecond) throws IOException {
        if (count == MOST_SAMPLES) {
            end();
        }
        ByteBuffer sample = ByteBuffer.allocate(MOST_SAMPLE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        sample.put(VALUE).putDouble(value).put(TIMESTAMP);
        int length = Protobuf.writeVarint(1000 * epochSecond, sample.array(), sample.position());
        samples.write(SAMPLE);
        samples.write(length); // less than 128, so one byte
        samples.write(sample.array(), 0, length);
        count++;
    }

    private void endSeries() {
        if (samples.size() > 0) {
            request.writeBytes(Protobuf.field(TIME_SERIES, labels, samples.toByteArray()));
            samples.reset();
        }
    }

    @Override
    public void end() throws IOException {
        endSeries();
        if (count > 0) {
            receiver.push(request.toByteArray());
        }
        request.reset();
        count = 0;
    }
}
