package trro.exporter.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An exposition whose body a test decides, and that remembers what it was asked for. Thread-safe. */
final class FakeExposition implements Exposition {

    /** What a test does in place of writing metrics. */
    interface Work {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    static final String METRICS = "# TYPE trro_up gauge\ntrro_up{project_id=\"ü\"} 1\n";

    private final List<ScrapeRequest> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Work body = out -> out.write(METRICS.getBytes(StandardCharsets.UTF_8));

    void writes(Work otherBody) {
        body = otherBody;
    }

    /** Those whose answers were begun. */
    List<ScrapeRequest> requests() {
        return requests;
    }

    /** The number of requests that the server took up, whether they found a place or not. */
    int asked() {
        return asked.get();
    }

    @Override
    public Answer answer(ScrapeRequest request) {
        asked.incrementAndGet();
        return new Answer(
                request.accept().orElse("").contains("openmetrics")
                        ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                        : "text/plain; version=0.0.4; charset=utf-8",
                out -> write(request, out));
    }

    private void write(ScrapeRequest request, OutputStream out) throws IOException {
        requests.add(request);
        try {
            body.write(out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        out.flush();
    }
}
