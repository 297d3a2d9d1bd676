package trro.exporter.web;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import trro.exporter.exposition.ExpositionFormat;
import trro.exporter.status.StatusQuery;

/** Whatever a client sends is understood or refused, and nothing else happens. */
class RequestsFuzzTest {

    @FuzzTest
    void query(byte[] query) {
        try {
            Map<String, List<String>> parameters = QueryParameters.parse(new String(query, StandardCharsets.UTF_8));
            int unused = StatusQuery.parse(parameters).hashCode();
        } catch (IllegalArgumentException refused) {
            // with 400
        }
    }

    @FuzzTest
    void accept(byte[] bytes) {
        String header = new String(bytes, StandardCharsets.ISO_8859_1);
        if (ExpositionFormat.negotiate(Optional.of(header)).contentType().isEmpty()) {
            throw new AssertionError("no format for " + header);
        }
        String small = header.toLowerCase(Locale.ROOT);
        if (AcceptEncoding.prefersGzip(header) && !small.contains("gzip") && !small.contains("*")) {
            throw new AssertionError("gzip was not asked for: " + header);
        }
    }
}
