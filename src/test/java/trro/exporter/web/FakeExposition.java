package trro.exporter.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An exposition whose body a test decides, and that remembers what it was asked for. Thread-safe. */
final class FakeExposition implements Exposition {

    /** What a test does in place of writing metrics. */
    interface Work {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    static final String METRICS = "# TYPE trro_up gauge\ntrro_up{project_id=\"ü\"} 1\n";

    private final List<ScrapeRequest> requests = new CopyOnWriteArrayList<>();
    private volatile Work body = out -> out.write(METRICS.getBytes(StandardCharsets.UTF_8));

    void writes(Work otherBody) {
        body = otherBody;
    }

    List<ScrapeRequest> requests() {
        return requests;
    }

    @Override
    public Answer answer(ScrapeRequest request) {
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
