package trro.exporter.metrics;

import java.io.IOException;
import java.util.function.Predicate;
import trro.exporter.exposition.SampleSink;

/** Gathers families of the catalogue anew at each scrape, so that what is no longer known is no longer shown. */
public interface FamilyCollector {

    /**
     * Gives all samples of one moment, family by family in the order of their names.
     *
     * @param projects whether a project's series are asked for
     */
    void collect(Predicate<String> projects, SampleSink sink) throws IOException;
}
