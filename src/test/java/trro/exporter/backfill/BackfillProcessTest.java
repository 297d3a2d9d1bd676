package trro.exporter.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static trro.exporter.support.Patience.PATIENCE;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.backfill.PastApi.Habit;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;
import trro.exporter.support.ChildProcess;
import trro.exporter.support.PrometheusServer;
import trro.exporter.support.Slow;

/** The command as its users have it: a process, a TRRO over HTTP that is not ours, and a real Prometheus. */
@Slow
class BackfillProcessTest {

    private static final ZoneId ZONE = PastTrro.ZONE;
    private static final Duration STEP = Duration.ofMinutes(30);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final PastTrro trro = new PastTrro();

    @AfterEach
    void close() {
        trro.close();
    }

    private ChildProcess start(String output, String... more) throws IOException {
        return start(trro, output, more);
    }

    private ChildProcess start(PastTrro from, String output, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of("--output=" + folder.resolve(output), "--scrape-interval=30m"));
        args.addAll(List.of(more));
        return from.backfill(folder, args);
    }

    /** Three months over ends of months, and the end of summer time. */
    @Test
    void aRealPrometheusAnswersEveryHourAsItWas() throws Exception {
        try (ChildProcess backfill = start("history.om", "--from=2026-08-20", "--to=2026-11-20")) {
            assertThat(backfill.awaitExit(PATIENCE)).as(backfill.err()).isZero();
            assertThat(backfill.out())
                    .contains("promtool tsdb create-blocks-from --max-block-duration=54h openmetrics "
                            + folder.resolve("history.om") + " ");
        }
        assertThat(trro.refusals()).isEmpty();
        assertTruth(List.of("p"), "2026-08-20", "2026-11-20");
    }

    /** Ten days over the end of summer time and of a month, whatever is wrong with long ranges. */
    @Test
    void aTrroThatLimitsRangesOrFailsAndAProcessThatIsKilledChangeNoHour() throws Exception {
        Map<String, Habit> habits = Map.of(
                "cuts", Habit.REFUSES_OVER_THREE_DAYS,
                "first", Habit.TELLS_THE_FIRST_THREE_DAYS,
                "forty", Habit.TELLS_FORTY_ROWS,
                "fails", Habit.FAILS_EVERY_TENTH_TIME);
        String[] range = {"--from=2026-10-23", "--to=2026-11-02"};
        try (PastTrro limiting = new PastTrro(habits)) {
            Random random = new Random(14);
            for (int kills = 0; kills < 2; kills++) {
                assertThat(finished(limiting, start(limiting, "history.om", range), 10 + random.nextInt(30)))
                        .isFalse();
            }
            try (ChildProcess backfill = start(limiting, "history.om", range)) {
                assertThat(backfill.awaitExit(PATIENCE)).as(backfill.err()).isZero();
                assertThat(backfill.out()).contains("Done.").doesNotContain("Left out");
            }
            assertThat(limiting.refusals()).isEmpty();
        }
        assertTruth(List.copyOf(habits.keySet()), "2026-10-23", "2026-11-02");
    }

    private void assertTruth(List<String> projects, String firstDay, String lastDay) throws Exception {
        Instant from = LocalDate.parse(firstDay).atStartOfDay(ZONE).toInstant();
        Instant to = LocalDate.parse(lastDay).atStartOfDay(ZONE).toInstant();
        try (PrometheusServer prometheus =
                PrometheusServer.of(folder.resolve("history.om"), folder, STEP.minusSeconds(1))) {
            for (String project : projects) {
                for (StatisticInterval interval : StatisticInterval.values()) {
                    for (Optional<String> device : List.of(Optional.<String>empty(), Optional.of("d1"))) {
                        assertTruth(prometheus, new PollTarget(project, device, interval), from, to);
                    }
                }
            }
        }
    }

    private static void assertTruth(PrometheusServer prometheus, PollTarget target, Instant from, Instant to)
            throws Exception {
        String expr = target.deviceId()
                        .map(device -> "trro_device_sessions{device_id=\"" + device + "\",")
                        .orElse("trro_project_sessions{")
                + "project_id=\"" + target.projectId() + "\",interval=\""
                + target.interval().label()
                + "\",window=\"previous\",job=\"trro\"}";
        Map<Instant, Double> found = new TreeMap<>();
        for (Instant at = from; at.isBefore(to); at = at.plus(Duration.ofDays(30))) {
            Instant end = at.plus(Duration.ofDays(30)).minus(STEP);
            prometheus
                    .range(expr, at, end.isBefore(to) ? end : to.minus(STEP), STEP)
                    .forEach(series -> found.putAll(series.points()));
        }
        Map<Instant, Double> expected = new TreeMap<>();
        for (Instant at = from; at.isBefore(to); at = at.plus(STEP)) {
            Instant end = PastApi.start(target.interval(), at, ZONE);
            long sessions = PastApi.sessions(target, PastApi.start(target.interval(), end.minusSeconds(1), ZONE));
            if (sessions > 0 || at.isAfter(end)) {
                expected.put(at, (double) sessions);
            }
        }
        assertThat(found).as(expr).isEqualTo(expected);
    }

    @Test
    void aProcessThatIsKilledOverAndOverEndsWithTheSameFiles() throws Exception {
        String[] range = {"--from=2026-08-20", "--to=2026-10-02", "--split=month"};
        try (ChildProcess undisturbed = start("undisturbed.om.gz", range)) {
            assertThat(undisturbed.awaitExit(PATIENCE)).as(undisturbed.err()).isZero();
        }
        int calls = trro.arrivals();
        Random random = new Random(14);
        int kills = 0;
        while (!finished(trro, start("history.om.gz", range), 2 + random.nextInt(8))) {
            kills++;
        }

        assertThat(kills).isGreaterThan(1);
        for (String month : List.of("2026-08", "2026-09", "2026-10")) {
            assertThat(folder.resolve("history-" + month + ".om.gz"))
                    .hasSameBinaryContentAs(folder.resolve("undisturbed-" + month + ".om.gz"));
        }
        assertThat(trro.arrivals() - 2 * calls)
                .as("calls that were under way, or looked for the longest range, when it was killed %d times", kills)
                .isLessThanOrEqualTo(8 * kills);
        assertThat(folder.resolve("history.om.gz.journal")).doesNotExist();
    }

    /** Whether it came to its end; else it is killed after so many calls. */
    private boolean finished(PastTrro asked, ChildProcess backfill, int calls) throws Exception {
        int before = asked.arrivals();
        try (backfill) {
            await().until(() -> asked.arrivals() - before >= calls || !backfill.isAlive());
            if (backfill.isAlive()) {
                backfill.signal("KILL");
            }
            int code = backfill.awaitExit(PATIENCE);
            assertThat(code).as(backfill.err()).isIn(0, 137);
            return code == 0;
        }
    }
}
