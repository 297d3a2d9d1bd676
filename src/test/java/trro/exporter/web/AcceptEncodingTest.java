package trro.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptEncodingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                            | false
                    gzip                          | true
                    GZIP                          | true
                    x-gzip                        | true
                    gzip;q=1                      | true
                    gzip;q=1.000                  | true
                    gzip;q=0.001                  | true
                    gzip;q=0                      | false
                    gzip;q=0.000                  | false
                    gzip ; Q=0                    | false
                    deflate, gzip;q=1.0, *;q=0.5  | true
                    'br , gzip'                   | true
                    br                            | false
                    identity                      | false
                    *                             | true
                    *;q=0                         | false
                    gzip;q=0, *                   | false
                    gzip, *;q=0                   | true
                    identity;q=0.5, gzip;q=1      | true
                    identity, gzip;q=0.5          | false
                    identity;q=0, *;q=0           | false
                    gzip;q=2                      | false
                    gzip;q=                       | false
                    gzip;q=-1                     | false
                    gzip;q=0.1234                 | false
                    gzip;level=9                  | true
                    gzipped                       | false
                    ,,gzip,                       | true
                    """)
    void decidesAsRfc9110Says(String header, boolean gzip) {
        assertThat(AcceptEncoding.prefersGzip(header)).isEqualTo(gzip);
    }
}
