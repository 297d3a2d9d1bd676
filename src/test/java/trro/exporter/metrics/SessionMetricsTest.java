package trro.exporter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import trro.exporter.exposition.ExpositionFormat;
import trro.exporter.model.Buckets;
import trro.exporter.model.PollTarget;
import trro.exporter.model.SessionStatistics;
import trro.exporter.model.StatisticInterval;
import trro.exporter.snapshot.Failure;
import trro.exporter.snapshot.LatestStatistics;
import trro.exporter.snapshot.LatestStatistics.Figures;
import trro.exporter.snapshot.SnapshotStore;
import trro.exporter.support.FakeTime;
import trro.exporter.support.Golden;
import trro.exporter.support.Samples;
import trro.exporter.time.Moment;

class SessionMetricsTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final PollTarget PROJECT_HOUR = PollTarget.ofProject("proj", StatisticInterval.HOUR);
    private static final PollTarget PROJECT_DAY = PollTarget.ofProject("proj", StatisticInterval.DAY);
    private static final PollTarget TRUCK_HOUR = PollTarget.ofDevice("proj", "truck-1", StatisticInterval.HOUR);
    private static final PollTarget IDLE_HOUR = PollTarget.ofDevice("proj", "idle-2", StatisticInterval.HOUR);
    private static final PollTarget UNKNOWN_HOUR = PollTarget.ofDevice("proj", "unknown-3", StatisticInterval.HOUR);
    private static final PollTarget BROKEN_HOUR = PollTarget.ofProject("broken", StatisticInterval.HOUR);
    private static final PollTarget NEW_HOUR = PollTarget.ofProject("new", StatisticInterval.HOUR);

    private final FakeTime time = new FakeTime("2026-11-22T08:20:00Z");
    private final SnapshotStore store = new SnapshotStore(
            List.of(PROJECT_HOUR, PROJECT_DAY, TRUCK_HOUR, IDLE_HOUR, UNKNOWN_HOUR, BROKEN_HOUR, NEW_HOUR));
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final SessionMetrics fleet = new SessionMetrics(
            store,
            SHANGHAI,
            Duration.ofMinutes(10),
            Map.of(StatisticInterval.HOUR, Duration.ofHours(1), StatisticInterval.DAY, Duration.ofHours(1)),
            time);
    private final PrometheusPage page = new PrometheusPage(registry, List.of(fleet));

    private String scrape(Optional<String> project, String... names) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        page.write(ExpositionFormat.TEXT, List.of(names), project, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private void answered(PollTarget target, long current, long previous) {
        Buckets buckets = Buckets.at(time.now(), target.interval(), SHANGHAI);
        store.answered(
                target,
                new LatestStatistics(
                        Moment.now(time),
                        "r",
                        Figures.reported(buckets.currentStart(), row(buckets.currentStart(), current)),
                        Figures.reported(buckets.previousStart(), row(buckets.previousStart(), previous))));
    }

    private static SessionStatistics row(Instant start, long sessions) {
        return Samples.statistics(start, start, sessions, Duration.ofMinutes(3 * sessions), 0.87, sessions, 1);
    }

    private void failed(PollTarget target) {
        store.failed(target, new Failure(time.now(), "InternalError", "sorry", Optional.empty()));
    }

    @Test
    void failedUnknownAndZeroAreThreeDifferentThingsOnThePage() throws IOException {
        answered(PROJECT_HOUR, 7, 12);
        answered(PROJECT_DAY, 70, 120);
        answered(TRUCK_HOUR, 7, 12);
        answered(IDLE_HOUR, 0, 0);
        failed(BROKEN_HOUR);

        Golden.assertEquals("metrics/fleet.txt", scrape(Optional.empty()));
    }

    @Test
    void aFailureKeepsTheLastFiguresUntilTheyAreTooOld() throws IOException {
        answered(TRUCK_HOUR, 7, 12);
        time.advance(Duration.ofMinutes(30));
        failed(TRUCK_HOUR);

        assertThat(scrape(Optional.empty(), "trro_device_sessions"))
                .contains("device_id=\"truck-1\",interval=\"hour\",project_id=\"proj\",window=\"current\"} 7.0");

        time.advance(Duration.ofMinutes(30).plusNanos(1));

        assertThat(scrape(Optional.empty(), "trro_device_sessions")).isEmpty();
        assertThat(scrape(Optional.empty(), "trro_device_last_success_timestamp_seconds"))
                .contains("} 1.7953356E9");
    }

    @Test
    void aClockSetBackDoesNotMakeFiguresOfAnotherHourCurrent() throws IOException {
        answered(TRUCK_HOUR, 7, 12);

        time.setWallClock(Instant.parse("2026-11-22T03:20:00Z"));

        assertThat(scrape(Optional.empty(), "trro_device_sessions")).isEmpty();
    }

    @Test
    void aProjectIsUpOnlyWhenEachOfItsOwnIntervalsWasAnswered() throws IOException {
        answered(PROJECT_HOUR, 1, 1);
        failed(PROJECT_DAY);

        assertThat(scrape(Optional.empty(), "trro_up")).contains("trro_up{project_id=\"proj\"} 0.0");

        answered(PROJECT_DAY, 1, 1);
        failed(TRUCK_HOUR);

        assertThat(scrape(Optional.empty(), "trro_up")).contains("trro_up{project_id=\"proj\"} 1.0");
    }

    @ParameterizedTest
    @CsvSource({ // Saturday, or the hour before, from one end of the world to the other
        "Pacific/Pago_Pago, 2026-11-28T11:00:00Z, 6, 5",
        "Asia/Shanghai, 2026-11-27T16:00:00Z, 6, 5",
        "Pacific/Auckland, 2026-11-27T11:00:00Z, 6, 5",
        "Pacific/Kiritimati, 2026-11-27T10:00:00Z, 6, 5",
        "Pacific/Kiritimati, 2026-11-28T11:00:00Z, 0, 0"
    })
    void theDayOfTheWeekIsThatOfTheConfiguredZone(ZoneId zone, Instant now, double current, double previous)
            throws IOException {
        PrometheusPage page = new PrometheusPage(
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                List.of(new SessionMetrics(
                        store,
                        zone,
                        Duration.ofMinutes(10),
                        Map.of(StatisticInterval.HOUR, Duration.ofHours(1)),
                        new FakeTime(now.toString()))));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        page.write(ExpositionFormat.TEXT, List.of("trro_interval_start_day_of_week"), Optional.empty(), out);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("{interval=\"hour\",window=\"current\"} " + current)
                .contains("{interval=\"hour\",window=\"previous\"} " + previous);
    }

    @Test
    void showsOneProjectAloneOnDemand() throws IOException {
        answered(PROJECT_HOUR, 7, 12);
        answered(NEW_HOUR, 3, 4);

        assertThat(scrape(Optional.of("new"))).contains("project_id=\"new\"").doesNotContain("project_id=\"proj\"");
    }

    @Test
    void stalenessIsTheAgeOfTheOldestAnswerAndAbsentBeforeThereIsOne() throws IOException {
        assertThat(scrape(Optional.empty(), "trro_poll_staleness_seconds")).isEmpty();

        answered(TRUCK_HOUR, 1, 1);
        time.advance(Duration.ofSeconds(90));
        answered(PROJECT_HOUR, 1, 1);

        assertThat(scrape(Optional.empty(), "trro_poll_staleness_seconds"))
                .contains("trro_poll_staleness_seconds{interval=\"hour\"} 90.0");
    }

    @Test
    void labelValuesOfAnyBytesAreEscaped() throws IOException {
        String hostile = "a\"b\\c\nd\u0000e\u00fc\ud83d\ude9a{}=,";
        PollTarget target = PollTarget.ofProject(hostile, StatisticInterval.HOUR);
        SnapshotStore hostileStore = new SnapshotStore(List.of(target));
        PrometheusMeterRegistry own = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        SessionMetrics hostileFleet = new SessionMetrics(
                hostileStore,
                SHANGHAI,
                Duration.ofMinutes(10),
                Map.of(StatisticInterval.HOUR, Duration.ofHours(1)),
                time);
        hostileStore.failed(target, new Failure(time.now(), "Network", "", Optional.empty()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new PrometheusPage(own, List.of(hostileFleet))
                .write(ExpositionFormat.TEXT, List.of("trro_up"), Optional.empty(), out);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .endsWith("trro_up{project_id=\"a\\\"b\\\\c\\nd\u0000e\u00fc\ud83d\ude9a{}=,\"} 0.0\n");
    }

    @ParameterizedTest
    @EnumSource
    void everyFormatHasContent(ExpositionFormat format) throws IOException {
        answered(TRUCK_HOUR, 7, 12);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        page.write(format, List.of(), Optional.empty(), out);

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("trro_device_sessions", "truck-1");
    }

    /** A number that TRRO reports and that no figure shows would be lost silently. */
    @Test
    void everyNumberOfARowIsAFigureBesideTheOneThatIsComputed() {
        assertThat(Stream.of(SessionStatistics.class.getRecordComponents())
                        .filter(component -> component.getType() != Instant.class))
                .hasSize(Figure.values().length - 1);
    }
}
