package trro.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.expositionformats.generated.Metrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.support.RunningExporter;
import trro.exporter.support.ScrapedPage;
import trro.exporter.support.ShiftedTime;
import trro.exporter.support.Slow;
import trro.exporter.support.StandInKey;
import trro.exporter.support.StandInTrro;
import trro.exporter.support.TestConfigs;
import trro.exporter.support.VendorSample;

/** Each format under the Accept header of the Prometheus that wants it: what is declared is what is sent. */
@Slow
@SuppressWarnings("NonCanonicalType") // the library says that its version is part of the name; a test may follow it
class FormatsTest {

    private static final String PROTOBUF =
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";
    private static final String PROMETHEUS_2 = "application/openmetrics-text;version=1.0.0,"
            + "application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
    private static final String PROMETHEUS_2_NATIVE = PROTOBUF + ",application/openmetrics-text;version=1.0.0;q=0.8,"
            + "application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
    private static final String PROMETHEUS_3 = "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
            + "application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
            + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1";
    private static final String PROMETHEUS_3_NATIVE = PROTOBUF + ";escaping=allow-utf-8;q=0.6," + PROMETHEUS_3;
    private static final String SESSIONS =
            "trro_project_sessions{interval=\"hour\",project_id=\"abcdefg\",window=\"current\"}";

    private static final String DEVICE_SESSIONS =
            "trro_device_sessions{device_id=\"dev1\",interval=\"hour\",project_id=\"abcdefg\",window=\"current\"}";

    private final ShiftedTime time = new ShiftedTime("2026-11-22T08:20:00Z");
    private final StandInTrro trro = new StandInTrro(time);
    private RunningExporter exporter;

    @BeforeEach
    void start() throws Exception {
        trro.answer("abcdefg", VendorSample::answer);
        exporter = RunningExporter.start(
                TestConfigs.of(
                        trro.uri(),
                        Optional.empty(),
                        TestConfigs.HOURS_EVERY_SECOND,
                        TestConfigs.project("abcdefg", "dev1")),
                StandInKey.PERMANENT,
                time);
        await().untilAsserted(() -> assertThat(exporter.scrape().startingWith("trro_"))
                .containsEntry(SESSIONS, 4.0)
                .containsEntry(DEVICE_SESSIONS, 4.0));
    }

    @AfterEach
    void stop() {
        exporter.close();
        trro.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain;version=0.0.4", "*/*", "text/html"})
    void textIsText(String accept) {
        HttpResponse<String> response = exporter.get("/metrics", "Accept", accept);

        assertThat(contentType(response)).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.body()).doesNotContain("# EOF").contains("# TYPE trro_project_sessions gauge\n");
        assertThat(new ScrapedPage(response.body()).value(SESSIONS)).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {PROMETHEUS_2, PROMETHEUS_3})
    void openMetricsIsOpenMetrics(String accept) {
        HttpResponse<String> response = exporter.get("/metrics", "Accept", accept);

        assertThat(contentType(response)).isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(response.body()).endsWith("\n# EOF\n").contains("# TYPE trro_api_requests counter\n");
        assertThat(new ScrapedPage(response.body()).value(SESSIONS)).isEqualTo(4);
    }

    @Test
    void protobufIsProtobuf() throws Exception {
        HttpResponse<byte[]> response = exporter.bytes("/metrics", "Accept", PROMETHEUS_3_NATIVE);

        assertThat(contentType(response))
                .isEqualTo("application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
                        + " encoding=delimited");
        Map<String, Metrics.MetricFamily> families = families(new ByteArrayInputStream(response.body()));
        assertThat(families).containsKeys("trro_up", "trro_api_requests_total", "trro_api_request_duration_seconds");
        assertThat(Objects.requireNonNull(families.get("trro_project_sessions")).getMetricList())
                .extracting(metric -> metric.getGauge().getValue())
                .containsExactly(4.0, 2.0);
    }

    @Test
    void compressedProtobufUnfoldsToProtobuf() throws Exception {
        HttpResponse<byte[]> response =
                exporter.bytes("/metrics", "Accept", PROMETHEUS_2_NATIVE, "Accept-Encoding", "gzip");

        assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(families(new GZIPInputStream(new ByteArrayInputStream(response.body()))))
                .containsKey("trro_project_sessions");
    }

    @Test
    void everyFormatTellsTheSameSeries() throws Exception {
        String text = exporter.get("/metrics?name[]=trro_project_sessions").body();
        String openMetrics = exporter.get("/metrics?name[]=trro_project_sessions", "Accept", PROMETHEUS_3)
                .body();
        byte[] protobuf = exporter.bytes("/metrics?name[]=trro_project_sessions", "Accept", PROMETHEUS_2_NATIVE)
                .body();

        assertThat(new ScrapedPage(text).startingWith(""))
                .hasSize(2)
                .isEqualTo(new ScrapedPage(openMetrics).startingWith(""));
        assertThat(families(new ByteArrayInputStream(protobuf))).containsOnlyKeys("trro_project_sessions");
        assertThat(new String(protobuf, StandardCharsets.UTF_8)).contains("abcdefg");
    }

    private static String contentType(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Type").orElse("none");
    }

    private static Map<String, Metrics.MetricFamily> families(InputStream in) throws IOException {
        Map<String, Metrics.MetricFamily> families = new TreeMap<>();
        for (Metrics.MetricFamily family = Metrics.MetricFamily.parseDelimitedFrom(in);
                family != null;
                family = Metrics.MetricFamily.parseDelimitedFrom(in)) {
            assertThat(families.put(family.getName(), family))
                    .as("a second family %s", family.getName())
                    .isNull();
        }
        return families;
    }
}
