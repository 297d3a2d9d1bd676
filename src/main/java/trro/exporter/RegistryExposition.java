package trro.exporter;

import java.util.function.Supplier;
import trro.exporter.exposition.ExpositionFormat;
import trro.exporter.metrics.PrometheusPage;
import trro.exporter.web.Exposition;
import trro.exporter.web.ScrapeRequest;

/** The page of metrics as it is when it is asked for. */
record RegistryExposition(Supplier<PrometheusPage> page) implements Exposition {

    @Override
    public Answer answer(ScrapeRequest request) {
        ExpositionFormat format = ExpositionFormat.negotiate(request.accept());
        return new Answer(
                format.contentType(), out -> page.get().write(format, request.names(), request.project(), out));
    }
}
