package trro.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.support.CapturedCalls;
import trro.exporter.support.ChildProcess;
import trro.exporter.support.RunningExporter;
import trro.exporter.support.ShiftedTime;
import trro.exporter.support.SlidingSecond;
import trro.exporter.support.Slow;
import trro.exporter.support.StandInKey;
import trro.exporter.support.StandInTrro;
import trro.exporter.support.TestConfigs;
import trro.exporter.support.VendorSample;
import trro.exporter.time.SystemTime;
import trro.exporter.time.TimeSource;

/** More work than the budget allows, over real HTTP, counted where calls arrive: by the kernel. */
@Slow
class BudgetTest {

    private static final String ACTION = "DescribeSessionStatisticsByInterval";
    private static final int LATEST_ANSWER_MILLIS = 300;
    private static final Duration MEASURED = Duration.ofSeconds(15);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void theLimitIsUsedAndNeverExceeded() throws Exception {
        int limit = 20;
        ShiftedTime time = new ShiftedTime("2026-11-22T08:20:00Z");
        String[] devices = devices().toArray(String[]::new);
        try (StandInTrro trro = new StandInTrro(time);
                CapturedCalls calls = CapturedCalls.to(trro.uri().getPort(), folder)) {
            answerLate(trro);
            try (RunningExporter exporter = RunningExporter.start(
                    TestConfigs.of(
                            trro.uri(),
                            Optional.empty(),
                            TestConfigs.HOURS_EVERY_SECOND,
                            TestConfigs.project("abcdefg", devices)),
                    StandInKey.PERMANENT,
                    time)) {
                await().until(() -> trro.arrivals() >= limit); // it begins with an empty second, and warms up
                await("a machine that gives it the time").until(() -> usedShare(trro, limit, time) > 0.8);

                assertThat(exporter.scrape().startingWith("trro_up")).containsValue(1.0);
                assertThat(trro.refusals())
                        .as("the list of recent sessions, which this TRRO does not have, and nothing else")
                        .isSubsetOf("InvalidAction");
            }
            assertThat(SlidingSecond.most(calls.arrivals(ACTION))).isLessThanOrEqualTo(limit);
        }
    }

    private static double usedShare(StandInTrro trro, int limit, TimeSource time) {
        int before = trro.arrivals();
        long startNanos = time.nanoTime();
        pass(MEASURED);
        return (trro.arrivals() - before) / ((time.nanoTime() - startNanos) / 1e9 * limit);
    }

    /** A process has code to load and connections to open in its first second, is stopped and goes on, and is replaced. */
    @ParameterizedTest
    @ValueSource(ints = {16, 20, 16, 20, 5, 20})
    void theLimitIsKeptFromTheFirstCallOnAndWhenTheProcessStandsStillOrIsReplaced(int limit) throws Exception {
        try (StandInTrro trro = new StandInTrro(new SystemTime());
                CapturedCalls calls = CapturedCalls.to(trro.uri().getPort(), folder)) {
            answerLate(trro);
            try (ChildProcess run = start(trro, limit)) {
                await().until(() -> trro.arrivals() >= 2 * limit);
                for (int millis : List.of(1200, 300)) {
                    run.signal("STOP");
                    pass(Duration.ofMillis(millis));
                    int before = trro.arrivals();
                    run.signal("CONT");
                    await().until(() -> trro.arrivals() >= before + limit + 2);
                }
                assertThat(run.err()).doesNotContain("defect");
                run.signal("KILL");
            }
            int before = trro.arrivals();
            try (ChildProcess next = start(trro, limit)) {
                await().until(() -> trro.arrivals() >= before + limit);
                assertThat(next.err()).doesNotContain("defect");
            }
            assertThat(SlidingSecond.most(calls.arrivals(ACTION)))
                    .isLessThanOrEqualTo(limit)
                    .as("and is used")
                    .isGreaterThan(limit / 2);
        }
    }

    private ChildProcess start(StandInTrro trro, int limit) throws IOException {
        return ChildProcess.ofMain(
                folder,
                StandInKey.PERMANENT.environment(),
                "run",
                "--web.listen-address=127.0.0.1:0",
                "--config.file=" + config(trro, limit));
    }

    private static List<String> devices() {
        return IntStream.range(0, 60).mapToObj(number -> "device-" + number).toList();
    }

    private static void answerLate(StandInTrro trro) {
        Random random = new Random(20);
        trro.limit(Integer.MAX_VALUE);
        trro.answer(
                "abcdefg",
                question ->
                        VendorSample.answer(question).after(Duration.ofMillis(random.nextInt(LATEST_ANSWER_MILLIS))));
    }

    private Path config(StandInTrro trro, int limit) throws IOException {
        return Files.writeString(folder.resolve("trro.yml"), """
                intervals:
                  hour: { poll_interval: 10s }
                accounts:
                  - endpoint: %s
                    requests_per_second: %d
                    projects:
                      - id: abcdefg
                        devices: [%s]
                """.formatted(
                        trro.uri(), limit, devices().stream().collect(Collectors.joining(", "))));
    }

    private static void pass(Duration span) {
        await().pollDelay(span).until(() -> true);
    }
}
