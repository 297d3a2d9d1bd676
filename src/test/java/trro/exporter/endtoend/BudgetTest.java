package trro.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import trro.exporter.support.RunningExporter;
import trro.exporter.support.ShiftedTime;
import trro.exporter.support.Stalls;
import trro.exporter.support.StandInKey;
import trro.exporter.support.StandInTrro;
import trro.exporter.support.TestConfigs;
import trro.exporter.support.VendorSample;

/** More work than the budget allows, over real HTTP, with answers that are late. */
class BudgetTest {

    private static final Logger logger = LoggerFactory.getLogger(BudgetTest.class);
    private static final int LIMIT = 20;
    private static final int LATEST_ANSWER_MILLIS = 300;
    private static final Duration MEASURED = Duration.ofSeconds(15);
    private static final int MOST_RUNS = 3;

    /** What the limiter promises to cover; a machine that lets threads wait longer breaks it, whoever counts. */
    private static final Duration JITTER_COVERED = Duration.ofMillis(30);

    private record Run(int mostInAnySecond, int cut, double usedShare, Duration longestStall) {}

    @Test
    void theLimitIsUsedAndNeverExceeded() throws Exception {
        Run run = run();
        for (int runs = 1; run.longestStall().compareTo(JITTER_COVERED) > 0 && runs < MOST_RUNS; runs++) {
            if (run.mostInAnySecond() <= LIMIT) {
                break; // a promise that holds in spite of noise holds
            }
            run = run();
        }
        logger.atWarn().addKeyValue("run", run).log("measured");

        assertThat(run.usedShare()).as("%s", run).isGreaterThan(0.8);
        assumeTrue(
                run.mostInAnySecond() <= LIMIT || run.longestStall().compareTo(JITTER_COVERED) <= 0,
                "this machine stalls for longer than the promise covers: " + run);
        assertThat(run.mostInAnySecond()).as("%s", run).isLessThanOrEqualTo(LIMIT);
        assertThat(run.cut()).as("%s", run).isZero();
    }

    private static Run run() throws Exception {
        ShiftedTime time = new ShiftedTime("2026-11-22T08:20:00Z");
        Random random = new Random(20);
        String[] devices =
                IntStream.range(0, 60).mapToObj(number -> "device-" + number).toArray(String[]::new);
        try (StandInTrro trro = new StandInTrro(time)) {
            trro.answer(
                    "abcdefg",
                    question -> VendorSample.answer(question)
                            .after(Duration.ofMillis(random.nextInt(LATEST_ANSWER_MILLIS))));
            try (RunningExporter exporter = RunningExporter.start(
                    TestConfigs.of(
                            trro.uri(),
                            Optional.empty(),
                            TestConfigs.HOURS_EVERY_SECOND,
                            TestConfigs.project("abcdefg", devices)),
                    StandInKey.PERMANENT,
                    time)) {
                await().until(() -> trro.arrivals() >= LIMIT); // it begins with an empty second, and warms up
                try (Stalls stalls = new Stalls()) {
                    int arrivedBefore = trro.arrivals();
                    long startNanos = time.nanoTime();
                    await().pollDelay(MEASURED).atMost(MEASURED.multipliedBy(2)).until(() -> true);
                    double seconds = (time.nanoTime() - startNanos) / 1e9;
                    double usedShare = (trro.arrivals() - arrivedBefore) / (seconds * LIMIT);
                    assertThat(exporter.scrape().startingWith("trro_up")).containsValue(1.0);
                    assertThat(trro.refusals())
                            .as("the list of recent sessions, which this TRRO does not have, and nothing else")
                            .isSubsetOf("InvalidAction");
                    return new Run(trro.mostInAnySecond(), trro.cut(), usedShare, stalls.longest());
                }
            }
        }
    }
}
