package trro.exporter.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.model.snapshots.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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

    // Fields of WriteRequest, TimeSeries, Label and Sample: number and type.
    private static final int TIME_SERIES = 0x0a;
    private static final int LABEL = 0x0a;
    private static final int LABEL_NAME = 0x0a;
    private static final int LABEL_VALUE = 0x12;
    private static final int SAMPLE = 0x12;
    private static final byte VALUE = 0x09;
    private static final byte TIMESTAMP = 0x10;

    private final Receiver receiver;
    private final ByteArrayOutputStream request = new ByteArrayOutputStream();
    private final ByteArrayOutputStream samples = new ByteArrayOutputStream(); // of the series
    private final byte[] sample = new byte[1 + Double.BYTES + 1 + Protobuf.MOST_VARINT_BYTES];
    private byte[] name = {};
    private byte[] labels = {};
    private int count;

    public WriteRequests(Receiver receiver) {
        this.receiver = receiver;
    }

    @Override
    public void family(Family family) {
        endSeries();
        name = family.nameBytes();
    }

    @Override
    public void series(SeriesLabels others) {
        endSeries();
        Labels given = others.labels();
        Map<String, byte[]> sorted = new TreeMap<>(Map.of("__name__", name));
        for (int i = 0; i < given.size(); i++) {
            sorted.put(given.getName(i), given.getValue(i).getBytes(UTF_8));
        }
        labels = Protobuf.join(sorted.entrySet().stream()
                .map(label -> Protobuf.field(
                        LABEL,
                        Protobuf.field(LABEL_NAME, label.getKey().getBytes(UTF_8)),
                        Protobuf.field(LABEL_VALUE, label.getValue())))
                .toArray(byte[][]::new));
    }

    @Override
    public void sample(double value, long epochSecond) throws IOException {
        if (count == MOST_SAMPLES) {
            flush();
        }
        int used = 0;
        sample[used++] = VALUE;
        long bits = Double.doubleToLongBits(value);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            sample[used++] = (byte) (bits >>> shift);
        }
        sample[used++] = TIMESTAMP;
        used = Protobuf.writeVarint(1000 * epochSecond, sample, used);
        samples.write(SAMPLE);
        samples.write(used); // less than 128, so one byte
        samples.write(sample, 0, used);
        count++;
    }

    private void endSeries() {
        if (samples.size() > 0) {
            request.writeBytes(Protobuf.field(TIME_SERIES, labels, samples.toByteArray()));
            samples.reset();
        }
    }

    private void flush() throws IOException {
        endSeries();
        if (count > 0) {
            receiver.push(request.toByteArray());
        }
        request.reset();
        count = 0;
    }

    @Override
    public void end() throws IOException {
        flush();
    }
}
