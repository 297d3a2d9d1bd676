package trro.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import trro.exporter.support.Reply;
import trro.exporter.support.RunningExporter;
import trro.exporter.support.ScrapedPage;
import trro.exporter.support.ShiftedTime;
import trro.exporter.support.Slow;
import trro.exporter.support.StandInKey;
import trro.exporter.support.StandInTrro;
import trro.exporter.support.TestConfigs;
import trro.exporter.support.VendorSample;

/** Two projects of which one fails: the other must not notice. */
@Slow
class FailingProjectTest {

    private static final String HEALTHY_SESSIONS =
            "trro_project_sessions{interval=\"hour\",project_id=\"healthy\",window=\"current\"}";
    private static final String BROKEN_SESSIONS =
            "trro_project_sessions{interval=\"hour\",project_id=\"broken\",window=\"current\"}";
    private static final String BROKEN_SUCCESS =
            "trro_project_last_success_timestamp_seconds{interval=\"hour\",project_id=\"broken\"}";
    private static final String HEALTHY_SUCCESS =
            "trro_project_last_success_timestamp_seconds{interval=\"hour\",project_id=\"healthy\"}";
    private static final int TARGETS_OF_HEALTHY = 6;

    private final ShiftedTime time = new ShiftedTime("2026-11-22T08:20:00Z");
    private final StandInTrro trro = new StandInTrro(time);

    private RunningExporter start(StandInTrro.Script broken) throws Exception {
        trro.answer("healthy", VendorSample::answer);
        trro.answer("broken", broken);
        return RunningExporter.start(
                TestConfigs.of(
                        trro.uri(),
                        Optional.empty(),
                        TestConfigs.HOURS_EVERY_SECOND,
                        TestConfigs.project("broken", "a", "b", "c", "d", "e"),
                        TestConfigs.project("healthy", "a", "b", "c", "d", "e")),
                StandInKey.PERMANENT,
                time);
    }

    @AfterEach
    void stop() {
        trro.close();
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(Reply.error("ResourceNotFound"), "ResourceNotFound"),
                Arguments.of(Reply.error("InternalError"), "InternalError"),
                Arguments.of(Reply.HANGS, "Timeout"),
                Arguments.of(Reply.GARBAGE, "Network"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("failures")
    void aProjectThatFailsFromTheStartLeavesTheOtherOneAlone(Reply failure, String code) throws Exception {
        try (RunningExporter exporter = start(question -> failure)) {
            await().until(() -> trro.questionsFor("healthy") >= TARGETS_OF_HEALTHY);
            long askedBefore = trro.questionsFor("healthy");
            long startNanos = time.nanoTime();

            await().pollDelay(Duration.ofSeconds(4)).untilAsserted(() -> {
                double seconds = (time.nanoTime() - startNanos) / 1e9;
                assertThat(trro.questionsFor("healthy") - askedBefore)
                        .as("calls for the healthy project in %.1f s", seconds)
                        .isGreaterThan((long) (0.7 * TARGETS_OF_HEALTHY * seconds));
                ScrapedPage page = exporter.scrape();
                assertThat(page.value(HEALTHY_SESSIONS)).isEqualTo(4);
                assertThat(page.value("trro_up{project_id=\"healthy\"}")).isEqualTo(1);
                assertThat(page.value("trro_up{project_id=\"broken\"}")).isZero();
                assertThat(page.find(BROKEN_SUCCESS)).isEmpty();
                assertThat(page.startingWith("trro_project_sessions").keySet())
                        .allMatch(series -> series.contains("\"healthy\""));
            });
            HttpResponse<String> ready = exporter.get("/-/ready");
            String waiting = "trro-exporter is not ready: waiting for the first answer of 1 of 2 projects: broken ("
                    + code + ")";
            boolean isRefused = code.equals("ResourceNotFound");
            assertThat(ready.statusCode()).isEqualTo(isRefused ? 200 : 503);
            assertThat(ready.body()).isEqualToIgnoringNewLines(isRefused ? "trro-exporter is ready." : waiting);
            assertThat(exporter.get("/-/healthy").statusCode()).isEqualTo(200);
            assertThat(trro.refusals()).isEmpty();
        }
    }

    @Test
    void aProjectThatFailsLaterKeepsItsLastFiguresUntilItIsBack() throws Exception {
        try (RunningExporter exporter = start(VendorSample::answer)) {
            await().untilAsserted(() ->
                    assertThat(exporter.scrape().value(BROKEN_SESSIONS)).isEqualTo(4));

            trro.answer("broken", question -> Reply.error("InternalError"));
            await().untilAsserted(() -> assertThat(exporter.scrape().value("trro_up{project_id=\"broken\"}"))
                    .isZero());
            ScrapedPage failing = exporter.scrape();
            assertThat(failing.value(BROKEN_SESSIONS)).isEqualTo(4);
            assertThat(exporter.get("/-/ready").statusCode()).isEqualTo(200);
            await().pollDelay(Duration.ofSeconds(1)).untilAsserted(() -> {
                ScrapedPage page = exporter.scrape();
                assertThat(page.value(BROKEN_SUCCESS)).isEqualTo(failing.value(BROKEN_SUCCESS));
                assertThat(page.value(HEALTHY_SUCCESS)).isGreaterThan(failing.value(HEALTHY_SUCCESS));
            });

            trro.answer("broken", VendorSample::answer);
            await().untilAsserted(() -> {
                ScrapedPage page = exporter.scrape();
                assertThat(page.value("trro_up{project_id=\"broken\"}")).isEqualTo(1);
                assertThat(page.value(BROKEN_SUCCESS)).isGreaterThan(failing.value(BROKEN_SUCCESS));
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"null, is null", "1.5, is not an integer"})
    void oneFigureThatCannotBeRightHidesItsTargetAndIsSaidOnTheStatusPage(String figure, String why) throws Exception {
        String row = Reply.row(time.now().truncatedTo(ChronoUnit.HOURS).getEpochSecond(), 4);
        String odd = row.replace("\"ActiveRemoteDeviceNum\":2", "\"ActiveRemoteDeviceNum\":" + figure);
        try (RunningExporter exporter = start(question -> Reply.rows(row, odd))) {
            await().untilAsserted(
                            () -> assertThat(exporter.get("/?project=broken").body())
                                    .contains("<strong>Malformed</strong>")
                                    .contains("Response.SessionStatistics[1].ActiveRemoteDeviceNum " + why));
            assertThat(exporter.scrape().find(BROKEN_SESSIONS)).isEmpty();
        }
    }

    @Test
    void readyOnceEveryProjectWasAnswered() throws Exception {
        try (RunningExporter exporter = start(VendorSample::answer)) {
            await().untilAsserted(() ->
                    assertThat(exporter.get("/-/ready").statusCode()).isEqualTo(200));

            assertThat(exporter.scrape().startingWith("trro_up"))
                    .containsOnly(
                            Map.entry("trro_up{project_id=\"broken\"}", 1.0),
                            Map.entry("trro_up{project_id=\"healthy\"}", 1.0));
        }
    }
}
