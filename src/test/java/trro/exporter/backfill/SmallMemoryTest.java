package trro.exporter.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.model.StatisticInterval;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.polling.StatisticsCalendar;
import trro.exporter.support.ChildProcess;
import trro.exporter.support.Slow;
import trro.exporter.support.SteppingTime;

/** Memory does not grow with figures: 10,000 devices over a year are asked for and written in a heap of 64 MB. */
@Slow
class SmallMemoryTest {

    private static final int DEVICES = 10_000;
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    /** A process of its own with a small heap. */
    static final class Small {

        private Small() {}

        public static void main(String[] args) throws Exception {
            List<Subject> subjects = new ArrayList<>(List.of(new Subject("main", "p", Optional.empty())));
            for (int device = 0; device < DEVICES; device++) {
                subjects.add(new Subject("main", "p", Optional.of("d" + device)));
            }
            HistoryRequest request = new HistoryRequest(
                    Instant.parse("2025-11-22T16:00:00Z"),
                    Instant.parse("2026-11-22T16:00:00Z"),
                    new StatisticsCalendar(ZONE, Duration.ofMinutes(10)),
                    List.of(StatisticInterval.DAY),
                    subjects,
                    "");
            Layout layout = new Layout(
                    Path.of(args[0]), Duration.ofDays(5), Map.of(), Layout.Split.NONE, Layout.Format.OPENMETRICS);
            SteppingTime time = new SteppingTime(Instant.parse("2026-12-01T00:00:00Z"));
            PastApi api = new PastApi(ZONE, PastApi.Habit.TELLS_ALL).forgetting();
            RateLimiter limiter = new RateLimiter(4, time);
            Backfill.Way way = new Backfill.Way(api, action -> limiter);
            new Backfill(
                            request,
                            layout,
                            new Backfill.Parts(
                                    account -> way,
                                    Runnable::run,
                                    time,
                                    new HistoryRun.Silent(),
                                    Optional.empty(),
                                    Optional.empty()))
                    .run();
            System.out.println("files are written");
        }
    }

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void tenThousandDevicesOverAYear() throws Exception {
        Path output = folder.resolve("history.om.gz");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Small.class.getName(),
                output.toString());
        try (ChildProcess small = ChildProcess.start(folder, Map.of(), command)) {
            assertThat(small.awaitExit(PATIENCE)).as(small.err()).isZero();
            assertThat(small.out()).contains("files are written");
        }
        long samples;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(output)), StandardCharsets.UTF_8))) {
            samples = lines.lines().filter(line -> !line.startsWith("#")).count();
        }
        assertThat(samples).isGreaterThan(1_000_000);
    }
}
