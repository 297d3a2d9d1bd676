package trro.exporter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.simulator.fleet.Fleet;
import trro.exporter.support.ChildProcess;
import trro.exporter.support.PrometheusServer;
import trro.exporter.support.Slow;

/** The demo gives a real Prometheus the days before its first start, and later what is lacking. */
@Slow
class DemoPastTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private ChildProcess demo(PrometheusServer prometheus) throws Exception {
        return ChildProcess.ofMain(
                folder,
                Map.of(),
                "demo",
                "--devices=3",
                "--web.listen-address=127.0.0.1:0",
                "--history=2d",
                "--history.prometheus=" + prometheus.uri(),
                "--label=job=trro-exporter");
    }

    private static void assertFilled(ChildProcess demo) {
        await().until(() -> demo.err().contains("the past is in Prometheus") || !demo.isAlive());
        assertThat(demo.err()).doesNotContain("level=warn");
    }

    private static double samples(PrometheusServer prometheus) throws Exception {
        return prometheus
                .instant("sum(count_over_time(trro_project_sessions{window=\"previous\"}[3d]))", Instant.now())
                .stream()
                .flatMap(series -> series.points().values().stream())
                .findFirst()
                .orElse(0.0);
    }

    @Test
    void theFirstLookAtTheDashboardsIsNotEmpty() throws Exception {
        try (PrometheusServer prometheus = PrometheusServer.start(
                folder,
                "storage: { tsdb: { out_of_order_time_window: 31d } }\n",
                "--web.enable-remote-write-receiver")) {
            Instant begin = Instant.now();
            try (ChildProcess demo = demo(prometheus)) {
                assertFilled(demo);
            }
            double samples = samples(prometheus);
            String written = writes(prometheus);
            assertTruth(prometheus, begin);

            try (ChildProcess demo = demo(prometheus)) {
                assertFilled(demo);
            }
            assertThat(samples(prometheus)).isEqualTo(samples);
            assertThat(writes(prometheus)).as("nothing is pushed twice").isEqualTo(written);
        }
    }

    /** Prometheus' count of requests that it took. */
    private static String writes(PrometheusServer prometheus) throws Exception {
        HttpRequest metrics =
                HttpRequest.newBuilder(prometheus.uri().resolve("/metrics")).build();
        return HttpClient.newHttpClient()
                .send(metrics, HttpResponse.BodyHandlers.ofLines())
                .body()
                .filter(line ->
                        line.startsWith("prometheus_http_requests_total{code=\"204\",handler=\"/api/v1/write\"}"))
                .findFirst()
                .orElseThrow();
    }

    /** At the end of each hour the sessions of the one before. */
    private static void assertTruth(PrometheusServer prometheus, Instant begin) throws Exception {
        Fleet fleet = Fleet.seeded(1, 1, 3);
        String project = fleet.projects().get(0).id();
        Map<Instant, Double> expected = new TreeMap<>();
        Instant first = begin.minus(46, ChronoUnit.HOURS).truncatedTo(ChronoUnit.HOURS);
        Instant last = begin.minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.HOURS);
        for (Instant end = first; end.isBefore(last); end = end.plus(1, ChronoUnit.HOURS)) {
            Instant start = end.minus(1, ChronoUnit.HOURS);
            long sessions = fleet
                    .statistics(
                            new StatisticsQuery(
                                    new PollTarget(project, Optional.empty(), StatisticInterval.HOUR),
                                    start,
                                    end.minusSeconds(1)),
                            begin)
                    .stream()
                    .mapToLong(row -> row.sessions())
                    .sum();
            expected.put(end.plusSeconds(3599), (double) sessions);
        }
        assertThat(prometheus.range(
                        "trro_project_sessions{job=\"trro-exporter\",interval=\"hour\",window=\"previous\"}",
                        first.plusSeconds(3599),
                        last.minusSeconds(1),
                        Duration.ofHours(1)))
                .singleElement()
                .satisfies(series -> assertThat(series.points()).isEqualTo(expected));
    }
}
