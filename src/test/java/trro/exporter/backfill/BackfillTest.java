package trro.exporter.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;

/** The files hold what the API knows, at every step, however it limits ranges. */
class BackfillTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest
    @EnumSource(PastApi.Habit.class)
    void everyHourDayAndMonthIsTold(PastApi.Habit habit) throws Exception {
        HistoryRun run =
                new HistoryRun(folder.resolve("history.om"), SHANGHAI, "2026-09-24", "2026-11-04", Layout.Split.NONE);

        assertThat(run.run(new PastApi(SHANGHAI, habit))).isEmpty();

        assertTruth(run, SHANGHAI);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "America/New_York", "Australia/Sydney"})
    void daysAndMonthsAreThoseOfAZoneWhoseClockChanges(String name) throws Exception {
        ZoneId zone = ZoneId.of(name);
        HistoryRun run =
                new HistoryRun(folder.resolve("history.om"), zone, "2026-09-24", "2026-11-04", Layout.Split.NONE);

        assertThat(run.run(new PastApi(zone, PastApi.Habit.TELLS_ALL))).isEmpty();

        assertTruth(run, zone);
    }

    /** Ten days around the end of a month whose day has 25 hours besides. */
    @Test
    void aFileForEachMonthHoldsTogetherTheSameSamples() throws Exception {
        ZoneId zone = ZoneId.of("Europe/Berlin");
        HistoryRun run =
                new HistoryRun(folder.resolve("history.om.gz"), zone, "2026-10-24", "2026-11-03", Layout.Split.MONTH);

        assertThat(run.run(new PastApi(zone, PastApi.Habit.TELLS_ALL))).isEmpty();

        assertThat(run.written())
                .containsExactly(folder.resolve("history-2026-10.om.gz"), folder.resolve("history-2026-11.om.gz"));
        assertTruth(run, zone);
    }

    @Test
    void theProgressCountsTheCallsOfThePlan() throws Exception {
        HistoryRun run =
                new HistoryRun(folder.resolve("history.om"), SHANGHAI, "2026-09-24", "2026-11-04", Layout.Split.NONE);
        BackfillPlan plan = BackfillPlan.of(run.request, run.layout, Map.of("main", 4.0), Optional.empty());

        run.run(new PastApi(SHANGHAI, PastApi.Habit.TELLS_ALL));

        long looking = 2 * 3;
        assertThat(run.callsLeft.get(0)).isEqualTo(plan.calls() - looking).isGreaterThan(3 * 3);
        assertThat(run.callsLeft).isSortedAccordingTo(Comparator.reverseOrder());
    }

    private static void assertTruth(HistoryRun run, ZoneId zone) throws IOException {
        Map<String, NavigableMap<Instant, Double>> series =
                HistoryFile.read(run.written().toArray(Path[]::new));
        for (Subject subject : HistoryRun.SUBJECTS) {
            for (StatisticInterval interval : StatisticInterval.values()) {
                assertTruth(run, zone, subject.target(interval), series);
            }
        }
    }

    private static void assertTruth(
            HistoryRun run, ZoneId zone, PollTarget target, Map<String, NavigableMap<Instant, Double>> series) {
        StatisticInterval interval = target.interval();
        TreeMap<Instant, Double> sessions = new TreeMap<>();
        TreeMap<Instant, Double> ratios = new TreeMap<>();
        TreeMap<Instant, Double> starts = new TreeMap<>();
        for (Instant at = run.request.from(); at.isBefore(run.request.to()); at = at.plus(HistoryRun.STEP)) {
            Instant end = PastApi.start(interval, at, zone);
            Instant start = PastApi.start(interval, end.minusSeconds(1), zone);
            long truth = PastApi.sessions(target, start);
            starts.put(at, (double) start.getEpochSecond());
            if (truth > 0 || !at.isBefore(end.plus(Duration.ofMinutes(10)))) {
                sessions.put(at, (double) truth);
            }
            if (truth > 0) {
                ratios.put(at, truth % 101 / 100.0);
            }
        }
        Optional<String> device = target.deviceId();
        String kind = device.isPresent() ? "device" : "project";
        String labels = device.map(id -> "device_id=\"" + id + "\",").orElse("") + "instance=\"localhost:10205\","
                + "interval=\"" + interval.label() + "\",job=\"trro\",project_id=\"p\",window=\"previous\"}";
        assertThat(series.get("trro_" + kind + "_sessions{" + labels)).isEqualTo(sessions);
        assertThat(series.getOrDefault("trro_" + kind + "_not_bad_session_ratio{" + labels, new TreeMap<>()))
                .isEqualTo(ratios);
        assertThat(series.get("trro_interval_start_timestamp_seconds{instance=\"localhost:10205\",interval=\""
                        + interval.label() + "\",job=\"trro\",window=\"previous\"}"))
                .isEqualTo(starts);
    }
}
