package trro.exporter.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;

/** A table has a row for each hour, day and month, with times as people of the zone write them. */
class CsvTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final String HEAD = "project_id,device_id,interval,start,end,sessions,session_duration_seconds,"
            + "not_bad_session_ratio,not_bad_sessions,active_field_devices,active_remote_devices";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void everyBucketIsARowOfOneFile() throws Exception {
        HistoryRun run = new HistoryRun(
                folder.resolve("history.csv"), ZONE, "2026-10-20", "2026-11-03", Layout.Split.MONTH, Layout.Format.CSV);

        assertThat(run.run(new PastApi(ZONE, PastApi.Habit.TELLS_ALL))).isEmpty();

        assertThat(run.written())
                .containsExactly(folder.resolve("history-2026-10.csv"), folder.resolve("history-2026-11.csv"));
        List<String> rows = new ArrayList<>();
        for (Path file : run.written()) {
            List<String> lines = Files.readAllLines(file);
            assertThat(lines).first().isEqualTo(HEAD);
            rows.addAll(lines.subList(1, lines.size()));
        }
        int hours = 14 * 24 + 1;
        assertThat(rows)
                .hasSize(3 * (hours + 14 + 2))
                .doesNotHaveDuplicates()
                .allSatisfy(CsvTest::assertTruth)
                .anySatisfy(
                        row -> assertThat(row).contains(",day,2026-10-25T00:00:00+02:00,2026-10-26T00:00:00+01:00,"))
                .anySatisfy(
                        row -> assertThat(row).contains(",month,2026-09-01T00:00:00+02:00,2026-10-01T00:00:00+02:00,"));
        assertThat(new HashSet<>(rows.stream().map(row -> row.split(",", -1)[1]).toList()))
                .containsExactlyInAnyOrder("", "d1", "d2");
    }

    private static void assertTruth(String row) {
        String[] cells = row.split(",", -1);
        assertThat(cells).hasSize(11);
        StatisticInterval interval = StatisticInterval.valueOf(cells[2].toUpperCase(java.util.Locale.ROOT));
        Instant start = OffsetDateTime.parse(cells[3]).toInstant();
        long sessions = PastApi.sessions(
                new PollTarget(cells[0], Optional.of(cells[1]).filter(id -> !id.isEmpty()), interval), start);
        assertThat(cells[5]).isEqualTo("" + sessions);
        assertThat(cells[6]).isEqualTo("" + 180 * sessions);
        assertThat(cells[7].isEmpty()).isEqualTo(sessions == 0);
        assertThat(OffsetDateTime.parse(cells[4]).toInstant()).isEqualTo(PastApi.next(interval, start, ZONE));
    }
}
