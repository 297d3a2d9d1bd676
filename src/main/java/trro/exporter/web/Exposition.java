package trro.exporter.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** All metrics in the formats that Prometheus reads. Thread-safe: scrapes run side by side. */
public interface Exposition {

    /** The {@code Content-Type} that {@link #write} will produce for a client that accepts this. */
    String contentType(Optional<String> accept);

    /** Writes the whole answer as it is made, and leaves {@code out} open. */
    void write(ScrapeRequest request, OutputStream out) throws IOException;
}
