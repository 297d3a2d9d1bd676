package trro.exporter.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static trro.exporter.support.Patience.PATIENCE;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.support.CapturedCalls;
import trro.exporter.support.ChildProcess;
import trro.exporter.support.Reply;
import trro.exporter.support.SlidingSecond;
import trro.exporter.support.Slow;
import trro.exporter.support.StandInKey;
import trro.exporter.support.StandInTrro;
import trro.exporter.time.SystemTime;

/** An exporter and a backfill with one key, each in its process, counted together where their calls arrive. */
@Slow
class BesideExporterTest {

    private static final String ACTION = "DescribeSessionStatisticsByInterval";
    private static final int LIMIT = 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void bothTogetherKeepTheLimitInEverySecond() throws Exception {
        try (StandInTrro trro = new StandInTrro(new SystemTime());
                CapturedCalls calls = CapturedCalls.to(trro.uri().getPort(), folder)) {
            Random random = new Random(14);
            trro.limit(Integer.MAX_VALUE); // what is counted is not influenced by what is cut
            trro.answer("p", question -> Reply.rows().after(Duration.ofMillis(random.nextInt(300))));
            Path config = config(trro);
            try (ChildProcess exporter = start("run", "--web.listen-address=127.0.0.1:0", "--config.file=" + config)) {
                await().until(() -> trro.arrivals() >= 3 * LIMIT);
                int before = trro.arrivals();
                long begun = System.nanoTime();
                try (ChildProcess backfill = start(Stream.concat(
                                Stream.of(
                                        "backfill",
                                        "--config.file=" + config,
                                        "--from=2026-10-19",
                                        "--to=2026-11-01",
                                        "--interval=hour",
                                        "--output=" + folder.resolve("history.om")),
                                devices(60).map(id -> "--device.id=" + id))
                        .toArray(String[]::new))) {
                    assertThat(backfill.awaitExit(PATIENCE)).as(backfill.err()).isZero();
                    assertThat(backfill.out()).doesNotContain("Warning");
                }
                double seconds = (System.nanoTime() - begun) / 1e9;

                assertThat(exporter.err()).doesNotContain("throttle", "defect");
                assertThat((trro.arrivals() - before) / seconds).isGreaterThan(LIMIT / 2.0);
            }
            assertThat(trro.questions().stream().filter(asked -> asked.to() - asked.from() > 3 * 3600))
                    .as("calls of the backfill")
                    .hasSizeGreaterThan(40);
            assertThat(SlidingSecond.most(calls.arrivals(ACTION))).isLessThanOrEqualTo(LIMIT);
        }
    }

    private static Stream<String> devices(int count) {
        return IntStream.range(0, count).mapToObj(number -> "d" + number);
    }

    private ChildProcess start(String... args) throws Exception {
        return ChildProcess.ofMain(folder, StandInKey.PERMANENT.environment(), args);
    }

    /** The defaults: the exporter may ask 16 times a second. */
    private Path config(StandInTrro trro) throws Exception {
        String devices = devices(200).collect(Collectors.joining(", "));
        return Files.writeString(folder.resolve("trro.yml"), """
                intervals:
                  hour: { poll_interval: 10s }
                accounts:
                  - endpoint: %s
                    projects:
                      - id: p
                        devices: [%s]
                """.formatted(trro.uri(), devices));
    }
}
