package trro.exporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trro.exporter.backfill.Layout;
import trro.exporter.backfill.LeftOut;
import trro.exporter.backfill.Subject;
import trro.exporter.model.StatisticInterval;
import trro.exporter.support.FakeTime;

/** The mistakes that end a backfill before anything is asked, and what it prints. */
class BackfillCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(int requestsPerSecond, String... options) throws IOException {
        Path config = Files.writeString(folder.resolve("trro.yml"), """
                accounts:
                  - endpoint: http://127.0.0.1:1
                    requests_per_second: %d
                    projects: [{ id: abcdefg, devices: [d1] }]
                """.formatted(requestsPerSecond));
        Stream<String> args = Stream.concat(Stream.of("backfill", "--config.file=" + config), Stream.of(options));
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--from=2026-02-30 | --from: 2026-02-30 is no day; write 2026-10-01,",
                "--from=1999-12-31 | --from: 1999-12-31 is before 2000, when there was no TRRO; give a later day",
                "--from=0001-01-01 | --from: 0001-01-01 is before 2000,",
                "--from=2026-10-01 --to=2999-01-01 | --to: 2999-01-01 is after ",
                "--from=2999-01-01 | --from: 2999-01-01T00:00+08:00[Asia/Shanghai] is not before --to: ",
                "--from=2026-10-01 --scrape-interval=2h | --scrape-interval: 2h is not within 10s to 1h",
                "--from=2026-10-01 --scrape-interval=soon | --scrape-interval: soon is not within 10s to 1h",
                "--from=2026-10-01 --label=window=x | --label: window cannot be used; give labels that Prometheus adds",
                "--from=2026-10-01 --requests-per-second=21 | --requests-per-second: 21 is not within 1 to 20",
                "--from=2026-10-01 --device.id=d7 | no project or device is left; --project.id and --device.id"
            })
    void aMistakeIsNamedWithTheNextStep(String options, String message) throws IOException {
        String[] all = (options + " --output=" + folder.resolve("history.om")).split(" ");

        assertThat(run(16, all)).isEqualTo(Main.MISTAKE);

        assertThat(err.toString()).startsWith(message);
        assertThat(folder.resolve("history.om.journal")).doesNotExist();
    }

    @Test
    void anOutputWithoutANameIsMissing() throws IOException {
        assertThat(run(16, "--from=2026-10-01", "--output=")).isEqualTo(Main.MISTAKE);

        assertThat(err.toString()).startsWith("--output is missing; name a file, such as --output=history.om");
    }

    @Test
    void aFolderThatIsNotThereIsTheOperatorsMistake() throws IOException {
        Path output = folder.resolve("none").resolve("h.om");

        assertThat(run(16, "--from=2026-10-01", "--to=2026-10-02", "--output=" + output))
                .isEqualTo(Main.MISTAKE);

        assertThat(err.toString())
                .startsWith("--output: " + output + " or its journal cannot be written (")
                .contains("its folder does not exist", "see that its folder exists and has room");
    }

    @Test
    void aKeyIsNeeded() throws IOException {
        assertThat(run(16, "--from=2026-10-01", "--to=2026-10-02", "--output=" + folder.resolve("h.om")))
                .isEqualTo(Main.MISTAKE);

        assertThat(out.toString())
                .startsWith("Backfill from 2026-10-01 00:00 to 2026-10-02 00:00 (Asia/Shanghai).")
                .contains("  1 project and 1 device by hour, day, month")
                .contains("  samples  at most 18,144")
                .doesNotContain("Warning");
        assertThat(err.toString()).startsWith("TRRO does not answer for account main: ");
    }

    @Test
    void otherOptionsDoNotGoOnWithAJournal() throws IOException {
        String output = "--output=" + folder.resolve("h.om");
        run(16, "--from=2026-10-01", "--to=2026-10-02", output);

        assertThat(run(16, "--from=2026-10-01", "--to=2026-10-03", output)).isEqualTo(Main.MISTAKE);

        assertThat(err.toString())
                .contains(folder.resolve("h.om.journal") + " is of a backfill with other options or another"
                        + " configuration; give the same ones to go on, or remove the file to begin anew");
    }

    /** The plan is told before anything is written, and nothing is asked where nothing can be. */
    private Path inNoFolder() {
        return folder.resolve("none").resolve("h.om");
    }

    /** So that both together stay within TRRO's limit of 20. */
    @ParameterizedTest
    @CsvSource({"16, 4", "20, 0", "19, 1", "18, 2", "8, 2", "3, 1"})
    void aBackfillTakesAQuarterAndNoMoreThanIsLeft(int exporter, int backfill) throws Exception {
        run(exporter, "--from=2026-10-01", "--to=2026-10-02", "--output=" + inNoFolder());

        if (backfill == 0) {
            assertThat(err.toString()).startsWith("account main leaves nothing of TRRO's 20 calls a second;");
        } else {
            long seconds = (long) Math.ceil(12 / (backfill / 1.03));
            assertThat(out.toString()).contains("about 12, which take " + seconds + "s at their pace");
        }
    }

    @Test
    void tooManyTogetherAreWarnedOf() throws IOException {
        run(16, "--from=2026-10-01", "--to=2026-10-02", "--requests-per-second=10", "--output=" + inNoFolder());

        assertThat(out.toString())
                .contains("Warning: an exporter of account main at 16 calls a second and this backfill at 10 are more"
                        + " than TRRO's 20; stop the exporter meanwhile, or give --requests-per-second=4");
    }

    @Test
    void theReportListsWhatIsLeftOutAndTheNextCommands() {
        LeftOut leftOut = new LeftOut(
                StatisticInterval.HOUR,
                3,
                new Subject("main", "abcdefg", Optional.of("d1")),
                Instant.parse("2026-10-01T16:00:00Z"),
                Instant.parse("2026-10-02T16:00:00Z"));

        new BackfillReport(ZoneId.of("Asia/Shanghai"), new PrintWriter(out, true))
                .print(List.of(leftOut), Layout.Format.OPENMETRICS, List.of(Path.of("h-2026-10.om.gz")));

        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                Left out, since neither figures nor the want of sessions could be made sure of:
                  hours from 2026-10-02 00:00 to 2026-10-03 00:00 of project abcdefg, device d1 and 2 more
                Done. Unpack what ends in .gz, then give Prometheus the blocks:
                  promtool tsdb create-blocks-from --max-block-duration=54h openmetrics h-2026-10.om PROMETHEUS_DATA_FOLDER
                """);
    }

    /** The tests have no terminal. */
    @Test
    void withoutATerminalALineComesNowAndThen() {
        FakeTime time = new FakeTime("2026-11-22T08:00:00Z");
        try (BackfillProgress progress = new BackfillProgress(new PrintWriter(out, true), 4, time)) {
            progress.callsLeft(1_000);
            for (int call = 0; call < 200; call++) {
                time.advance(Duration.ofMillis(250));
                progress.called();
            }
        }

        assertThat(out.toString()).isEqualToNormalizingNewlines("120 of 1,000 calls, about 3m40s left\n");
    }
}
