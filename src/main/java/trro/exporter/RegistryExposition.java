package trro.exporter;

import trro.exporter.exposition.ExpositionFormat;
import trro.exporter.metrics.PrometheusPage;
import trro.exporter.web.Exposition;
import trro.exporter.web.ScrapeRequest;

/** The page of metrics; the figures are on it unless another replica shows them. */
record RegistryExposition(Configured configured, Replicated replicated) implements Exposition {

    @Override
    public Answer answer(ScrapeRequest request) {
        ExpositionFormat format = ExpositionFormat.negotiate(request.accept());
        return new Answer(format.contentType(), out -> page().write(format, request.names(), request.project(), out));
    }

    private PrometheusPage page() {
        return replicated.showsFigures() ? configured.page() : configured.pageWithoutFigures();
    }
}
