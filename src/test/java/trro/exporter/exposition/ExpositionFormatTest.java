package trro.exporter.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpositionFormatTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Prometheus 3, without and with native histograms
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2 | OPEN_METRICS",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.2,*/*;q=0.1 | PROTOBUF",
                // Prometheus 2.42
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | OPEN_METRICS",
                // VictoriaMetrics, curl, a browser
                "text/plain;version=0.0.4;q=1,*/*;q=0.1 | TEXT",
                "*/* | TEXT",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | TEXT",
                // what is asked for cannot be written
                "text/plain;version=1.0.0;escaping=allow-utf-8 | TEXT",
                "application/openmetrics-text;version=2.0.0 , text/plain;version=0.0.4;q=0.1 | TEXT",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text | TEXT",
                // preferences are kept, of equals the first; refusals and nonsense are passed over
                "text/plain;q=0.9, application/openmetrics-text;q=0.5 | TEXT",
                "text/plain, application/openmetrics-text | TEXT",
                "application/openmetrics-text, text/plain | OPEN_METRICS",
                "application/openmetrics-text;q=0, text/plain | TEXT",
                "APPLICATION/OpenMetrics-Text; Version=1.0.0 | OPEN_METRICS",
                "application/openmetrics-text;q=much | TEXT",
                ";;,=,q=1 | TEXT",
            })
    void choosesAFormatThatTheScraperAccepts(String accept, ExpositionFormat expected) {
        assertThat(ExpositionFormat.negotiate(Optional.of(accept))).isEqualTo(expected);
    }

    @Test
    void writesTextWhereNothingIsSaid() {
        assertThat(ExpositionFormat.negotiate(Optional.empty())).isEqualTo(ExpositionFormat.TEXT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TEXT | text/plain; version=0.0.4; charset=utf-8",
                "OPEN_METRICS | application/openmetrics-text; version=1.0.0; charset=utf-8",
                "PROTOBUF | application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
            })
    void saysWhatItWrites(ExpositionFormat format, String contentType) {
        assertThat(format.contentType()).isEqualTo(contentType);
    }
}
