package trro.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import trro.exporter.model.StatisticInterval;
import trro.exporter.support.Reply;
import trro.exporter.support.RunningExporter;
import trro.exporter.support.ScrapedPage;
import trro.exporter.support.ShiftedTime;
import trro.exporter.support.Slow;
import trro.exporter.support.StandInKey;
import trro.exporter.support.StandInTrro;
import trro.exporter.support.TestConfigs;
import trro.exporter.support.VendorSample;

/** From TRRO's answers to figures on the page, over real HTTP, against a TRRO that is not our simulator. */
@Slow
class EndToEndTest {

    private static final String CURRENT = "interval=\"hour\",project_id=\"abcdefg\",window=\"current\"}";
    private static final String PREVIOUS = "interval=\"hour\",project_id=\"abcdefg\",window=\"previous\"}";

    @Test
    void theVendorsSampleGivesItsFigures() throws Exception {
        ShiftedTime time = new ShiftedTime("2026-11-22T08:20:00Z");
        try (StandInTrro trro = new StandInTrro(time);
                RunningExporter exporter =
                        start(trro, VendorSample::answer, time, TestConfigs.HOURS_EVERY_SECOND, "dev2")) {

            await().untilAsserted(() -> {
                ScrapedPage page = exporter.scrape();
                assertThat(page.value("trro_project_sessions{" + CURRENT)).isEqualTo(4);
                assertThat(page.value("trro_project_session_duration_seconds{" + CURRENT))
                        .isEqualTo(36_240);
                assertThat(page.value("trro_project_not_bad_session_ratio{" + CURRENT))
                        .isEqualTo(0.2);
                assertThat(page.value("trro_project_not_bad_sessions{" + CURRENT))
                        .isEqualTo(1);
                assertThat(page.value("trro_project_active_field_devices{" + CURRENT))
                        .isEqualTo(1);
                assertThat(page.value("trro_project_active_remote_devices{" + CURRENT))
                        .isEqualTo(1);
                assertThat(page.value("trro_project_sessions{" + PREVIOUS)).isEqualTo(2);
                assertThat(page.value("trro_project_session_duration_seconds{" + PREVIOUS))
                        .isEqualTo(1200);
                assertThat(page.value("trro_project_not_bad_session_ratio{" + PREVIOUS))
                        .isEqualTo(0.1);
                assertThat(page.value("trro_device_sessions{device_id=\"dev2\"," + CURRENT))
                        .isEqualTo(4);
                assertThat(page.value("trro_device_sessions{device_id=\"dev2\"," + PREVIOUS))
                        .isEqualTo(2);
                assertThat(page.value("trro_up{project_id=\"abcdefg\"}")).isEqualTo(1);
            });
            assertThat(trro.refusals()).isEmpty();
        }
    }

    @Test
    void oddRowsOfTheVendorsSampleAreCountedOnceAnAnswer() throws Exception {
        ShiftedTime time = new ShiftedTime("2026-11-22T08:20:00Z");
        try (StandInTrro trro = new StandInTrro(time);
                RunningExporter exporter = start(trro, VendorSample::answer, time, TestConfigs.HOURS_EVERY_SECOND)) {

            await().untilAsserted(() -> {
                ScrapedPage page = exporter.scrape();
                double answers = page.value("trro_api_requests_total{account=\"main\","
                        + "action=\"DescribeSessionStatisticsByInterval\",code=\"OK\"}");
                assertThat(answers).isGreaterThanOrEqualTo(2);
                assertThat(page.startingWith("trro_anomalous_rows_total"))
                        .containsOnly(
                                Map.entry("trro_anomalous_rows_total{kind=\"backward\"}", answers),
                                Map.entry("trro_anomalous_rows_total{kind=\"misaligned\"}", 0.0),
                                Map.entry("trro_anomalous_rows_total{kind=\"missing\"}", 0.0),
                                Map.entry("trro_anomalous_rows_total{kind=\"outside\"}", answers),
                                Map.entry("trro_anomalous_rows_total{kind=\"repeated\"}", answers),
                                Map.entry("trro_anomalous_rows_total{kind=\"smaller\"}", 0.0));
            });
        }
    }

    @Test
    void daysAndMonthsFollowTheCalendarOfTheVendor() throws Exception {
        ShiftedTime time = new ShiftedTime("2026-11-22T08:20:00Z");
        Map<StatisticInterval, Duration> pollIntervals = Map.of(
                StatisticInterval.DAY, Duration.ofSeconds(1),
                StatisticInterval.MONTH, Duration.ofSeconds(1));
        StandInTrro.Script script = question -> question.interval().equals("day")
                ? Reply.rows(row("2026-11-21T16:00:00Z", 5), row("2026-11-20T16:00:00Z", 6))
                : Reply.rows(row("2026-09-30T16:00:00Z", 80), row("2026-10-31T16:00:00Z", 70));
        try (StandInTrro trro = new StandInTrro(time);
                RunningExporter exporter = start(trro, script, time, pollIntervals)) {

            await().untilAsserted(() -> assertThat(exporter.scrape().startingWith("trro_project_sessions"))
                    .containsOnly(
                            Map.entry(sessions("day", "current"), 5.0),
                            Map.entry(sessions("day", "previous"), 6.0),
                            Map.entry(sessions("month", "current"), 70.0),
                            Map.entry(sessions("month", "previous"), 80.0)));
        }
    }

    @Test
    void anHourThatClosesBecomesThePreviousOneAsLastSeen() throws Exception {
        ShiftedTime time = new ShiftedTime("2026-11-22T08:56:00Z");
        long nine = Instant.parse("2026-11-22T09:00:00Z").getEpochSecond();
        StandInTrro.Script script = question -> question.to() < nine
                ? Reply.rows(row("2026-11-22T07:00:00Z", 3), row("2026-11-22T08:00:00Z", 7))
                : Reply.error("InternalError");
        try (StandInTrro trro = new StandInTrro(time);
                RunningExporter exporter = start(trro, script, time, TestConfigs.HOURS_EVERY_SECOND)) {
            await().untilAsserted(() -> assertThat(exporter.scrape().startingWith("trro_project_sessions"))
                    .containsOnly(
                            Map.entry(sessions("hour", "current"), 7.0), Map.entry(sessions("hour", "previous"), 3.0)));
            time.setWallClock("2026-11-22T08:59:59Z"); // by less than a call under way may be off

            await().untilAsserted(() -> {
                ScrapedPage page = exporter.scrape();
                assertThat(page.value("trro_interval_start_timestamp_seconds{interval=\"hour\",window=\"current\"}"))
                        .isEqualTo((double) nine);
                assertThat(page.startingWith("trro_project_sessions"))
                        .containsOnly(Map.entry(sessions("hour", "previous"), 7.0));
            });
        }
    }

    @Test
    void failedUnknownAndZeroAreThreeDifferentThings() throws Exception {
        ShiftedTime time = new ShiftedTime("2026-11-22T08:05:00Z"); // the hour before has not settled yet
        StandInTrro.Script script = question -> question.deviceId().isEmpty()
                ? Reply.rows(row("2026-11-22T08:00:00Z", 3)) // so that no row of the open hour means something
                : question.deviceId().equals(Optional.of("lost")) ? Reply.error("ResourceNotFound") : Reply.rows();
        try (StandInTrro trro = new StandInTrro(time);
                RunningExporter exporter = start(trro, script, time, TestConfigs.HOURS_EVERY_SECOND, "idle", "lost")) {

            await().untilAsserted(() -> {
                ScrapedPage page = exporter.scrape();
                assertThat(page.startingWith("trro_device_sessions"))
                        .as("zero is zero; unknown and failed are absent")
                        .containsOnly(Map.entry("trro_device_sessions{device_id=\"idle\"," + CURRENT, 0.0));
                assertThat(page.startingWith("trro_device_not_bad_session_ratio"))
                        .isEmpty();
                assertThat(page.startingWith("trro_device_last_success").keySet())
                        .containsExactly("trro_device_last_success_timestamp_seconds"
                                + "{device_id=\"idle\",interval=\"hour\",project_id=\"abcdefg\"}");
                assertThat(page.find("trro_api_requests_total{account=\"main\","
                                + "action=\"DescribeSessionStatisticsByInterval\",code=\"ResourceNotFound\"}"))
                        .hasValue(1.0);
                assertThat(page.value("trro_up{project_id=\"abcdefg\"}")).isEqualTo(1);
            });
            String statusPage = exporter.get("/").body();
            assertThat(statusPage)
                    .contains("ResourceNotFound")
                    .contains("data-label=\"Sessions, current\" class=\"number\">0<")
                    .contains("data-label=\"Sessions, previous\" class=\"number\"><span class=\"quiet\">unknown<");
        }
    }

    private static RunningExporter start(
            StandInTrro trro,
            StandInTrro.Script script,
            ShiftedTime time,
            Map<StatisticInterval, Duration> pollIntervals,
            String... devices)
            throws Exception {
        trro.answer("abcdefg", script);
        return RunningExporter.start(
                TestConfigs.of(trro.uri(), Optional.empty(), pollIntervals, TestConfigs.project("abcdefg", devices)),
                StandInKey.PERMANENT,
                time);
    }

    private static String sessions(String interval, String window) {
        return "trro_project_sessions{interval=\"%s\",project_id=\"abcdefg\",window=\"%s\"}"
                .formatted(interval, window);
    }

    private static String row(String start, long sessions) {
        return Reply.row(Instant.parse(start).getEpochSecond(), sessions);
    }
}
