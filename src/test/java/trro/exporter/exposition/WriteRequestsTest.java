package trro.exporter.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of remote write hold 5,000 samples at most, and all of them together every sample once. */
class WriteRequestsTest {

    private static final int SAMPLES_OF_A_SERIES = 1_234;
    private static final Family FAMILY = new Family(Family.Kind.GAUGE, "some_gauge", "");

    private final List<byte[]> requests = new ArrayList<>();

    /** Series after series, until there are so many samples. */
    private static List<String> write(int count, WriteRequests.Receiver receiver) throws IOException {
        WriteRequests all = new WriteRequests(receiver);
        List<String> written = new ArrayList<>();
        all.family(FAMILY);
        for (int i = 0; i < count; i++) {
            int series = i / SAMPLES_OF_A_SERIES;
            if (i % SAMPLES_OF_A_SERIES == 0) {
                all.series(Map.of("Zone", "\u8f66", "id", "d" + series));
            }
            all.sample(i / 8.0, i);
            written.add("Zone=\u8f66 __name__=some_gauge id=d" + series + " " + i / 8.0 + "@" + 1000L * i);
        }
        all.end();
        return written;
    }

    /** The samples of a request: the labels of their series in the order of the bytes, value and milliseconds. */
    private static List<String> samples(byte[] request) {
        List<String> samples = new ArrayList<>();
        for (ByteBuffer all = little(request); all.hasRemaining(); ) {
            StringBuilder labels = new StringBuilder();
            for (ByteBuffer series = field(all, 1); series.hasRemaining(); ) {
                if (series.get(series.position()) == (1 << 3 | 2)) {
                    ByteBuffer label = field(series, 1);
                    labels.append(UTF_8.decode(field(label, 1))).append('=');
                    labels.append(UTF_8.decode(field(label, 2))).append(' ');
                } else {
                    ByteBuffer sample = field(series, 2);
                    assertThat(sample.get()).isEqualTo((byte) (1 << 3 | 1));
                    double value = sample.getDouble();
                    assertThat(sample.get()).isEqualTo((byte) (2 << 3));
                    samples.add(labels.toString() + value + "@" + varint(sample));
                }
            }
        }
        return samples;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer field(ByteBuffer from, int number) {
        assertThat(from.get()).isEqualTo((byte) (number << 3 | 2));
        byte[] content = new byte[(int) varint(from)];
        from.get(content);
        return little(content);
    }

    private static long varint(ByteBuffer from) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = from.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | ",
                "1 | 1",
                "4999 | 4999",
                "5000 | 5000",
                "5001 | 5000 1",
                "10000 | 5000 5000",
                "12345 | 5000 5000 2345"
            })
    void aRequestHasFiveThousandSamplesAtMost(int count, String sizes) throws IOException {
        List<String> written = write(count, requests::add);

        assertThat(requests.stream()
                        .map(request -> String.valueOf(samples(request).size())))
                .containsExactly(sizes == null ? new String[0] : sizes.split(" "));
        assertThat(requests.stream().flatMap(request -> samples(request).stream()))
                .containsExactlyElementsOf(written);
    }

    @Test
    void aRequestThatIsRefusedEndsIt() {
        assertThatThrownBy(() -> write(15_000, request -> {
                    requests.add(request);
                    if (requests.size() == 2) {
                        throw new IOException("refused");
                    }
                }))
                .hasMessage("refused");

        assertThat(requests).hasSize(2);
    }
}
