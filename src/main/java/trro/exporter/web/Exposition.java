package trro.exporter.web;

import java.io.IOException;
import java.io.OutputStream;

/** All metrics in the formats that Prometheus reads. Thread-safe: scrapes run side by side. */
public interface Exposition {

    /**
     * An answer that is not made yet.
     *
     * @param contentType the {@code Content-Type} of what {@code body} writes
     */
    record Answer(String contentType, Body body) {}

    /** Writes the whole answer as it is made, and leaves {@code out} open. */
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /** The answer to a request, in the format that its client prefers. */
    Answer answer(ScrapeRequest request);
}
