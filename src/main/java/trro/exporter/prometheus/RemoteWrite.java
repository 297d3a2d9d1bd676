package trro.exporter.prometheus;

import io.airlift.compress.snappy.SnappyCompressor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import trro.exporter.time.TimeSource;

/**
 * Gives samples to a Prometheus, or to whoever takes them as it does. For one thread at a time.
 *
 * @see <a href="https://prometheus.io/docs/specs/prw/remote_write_spec/">Remote write 1.0</a>
 */
public final class RemoteWrite {

    private static final List<Duration> PAUSES =
            LongStream.of(1, 2, 4, 8, 16, 30, 30).mapToObj(Duration::ofSeconds).toList();
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String ADVICE = "if the samples are too old for it, it has to accept them:"
            + " storage.tsdb.out_of_order_time_window of Prometheus; then run the same command again";

    private final Peer peer;
    private final TimeSource time;
    private final SnappyCompressor snappy = new SnappyCompressor();

    /** @param peer the address that takes samples, such as {@code http://localhost:9090/api/v1/write} */
    public RemoteWrite(Peer peer, TimeSource time) {
        this.peer = peer;
        this.time = time;
    }

    /**
     * Sends a request until it is taken. A failure that may pass is tried again for about two minutes.
     *
     * @param request a WriteRequest, not compressed
     * @throws PrometheusException if it is refused, or fails for long; to send it once more later does no harm
     * @throws InterruptedIOException if the thread was interrupted while it waited
     */
    public void push(byte[] request) throws IOException {
        byte[] compressed = compressed(request);
        try {
            for (Duration pause : PAUSES) {
                if (attempt(compressed).isEmpty()) {
                    return;
                }
                time.sleep(pause);
            }
            Optional<PrometheusException> failure = attempt(compressed);
            if (failure.isPresent()) {
                throw failure.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** A failure that may pass; empty if there was none. */
    private Optional<PrometheusException> attempt(byte[] compressed) throws PrometheusException, InterruptedException {
        HttpRequest request = peer.request("")
                .header("Content-Type", "application/x-protobuf")
                .header("Content-Encoding", "snappy")
                .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                .header("User-Agent", "trro-exporter")
                .POST(BodyPublishers.ofByteArray(compressed))
                .build();
        HttpResponse<byte[]> answer;
        try {
            answer = peer.exchange(request);
        } catch (PrometheusException e) {
            return Optional.of(e);
        }
        int status = answer.statusCode();
        if (status / 100 == 2) {
            return Optional.empty();
        }
        if (status / 100 == 5 || status == TOO_MANY_REQUESTS) {
            return Optional.of(peer.refusal(answer, "run the same command again later, it goes on where it was"));
        }
        throw peer.refusal(
                answer,
                status == 404
                        ? "the address has to be one that takes remote write, such as"
                                + " http://localhost:9090/api/v1/write, and Prometheus needs"
                                + " --web.enable-remote-write-receiver"
                        : ADVICE);
    }

    private byte[] compressed(byte[] request) {
        byte[] compressed = new byte[snappy.maxCompressedLength(request.length)];
        int length = snappy.compress(request, 0, request.length, compressed, 0, compressed.length);
        return Arrays.copyOf(compressed, length);
    }
}
