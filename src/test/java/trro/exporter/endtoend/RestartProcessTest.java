package trro.exporter.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static trro.exporter.support.Patience.PATIENCE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.support.CapturedCalls;
import trro.exporter.support.ChildProcess;
import trro.exporter.support.Pages;
import trro.exporter.support.SlidingSecond;
import trro.exporter.support.Slow;
import trro.exporter.support.StandInKey;
import trro.exporter.support.StandInTrro;
import trro.exporter.support.VendorSample;
import trro.exporter.time.SystemTime;

/** Processes that are ended in every way, each of which leaves to the next what it knew. */
@Slow
class RestartProcessTest {

    private static final String ACTION = "DescribeSessionStatisticsByInterval";
    private static final Duration LIFE = Duration.ofSeconds(3);
    private static final int KILLS = 5;
    private static final int LIMIT = 20;
    private static final int DEVICES = 60;

    private String projects = "[%s]";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "state"})
    void killedOverAndOverItKeepsTheLimitAndWithStorageThePage(String storage) throws Exception {
        try (StandInTrro trro = trro();
                CapturedCalls calls = CapturedCalls.to(trro.uri().getPort(), folder)) {
            try (ChildProcess first = start(trro, storage)) {
                Pages pages = Pages.of(first);
                await().until(() -> shown(pages) == DEVICES);
                double shownAt = new SystemTime().now().getEpochSecond();
                await().until(() -> storage.isEmpty() || savedAt(pages) > shownAt);
                first.signal("KILL");
            }
            for (int i = 0; i < KILLS; i++) {
                try (ChildProcess run = start(trro, storage)) {
                    Pages pages = Pages.of(run);
                    if (!storage.isEmpty()) {
                        assertThat(pages.get("/-/ready").statusCode()).isEqualTo(200);
                        assertThat(shown(pages)).isEqualTo(DEVICES);
                    }
                    int before = trro.arrivals();
                    await().pollDelay(LIFE).until(() -> trro.arrivals() > before + 2);
                    run.signal("KILL");
                }
            }
            assertThat(SlidingSecond.most(calls.arrivals(ACTION, trro.arrivals())))
                    .isLessThanOrEqualTo(LIMIT);
        }
    }

    @Test
    void aProcessThatIsToldToStopLeavesAllAndOnlyOneHasTheDirectory() throws Exception {
        StandInTrro trro = trro();
        try (ChildProcess first = start(trro, "state")) {
            Pages pages = Pages.of(first);
            await().until(() -> shown(pages) == DEVICES);
            try (ChildProcess second = start(trro, "state")) {
                assertThat(second.awaitExit(PATIENCE)).isEqualTo(1);
                assertThat(second.err())
                        .contains("--storage.path=" + folder.resolve("state") + " is in use by process " + first.pid()
                                + ", which listens on 127.0.0.1:0; stop that one");
            }
            Instant told = new SystemTime().now();
            first.terminate();
            assertThat(first.awaitExit(PATIENCE)).isZero();
            assertThat(Files.getLastModifiedTime(folder.resolve("state").resolve("state"))
                            .toInstant())
                    .isAfter(told.minusMillis(20)); // as exact as clocks of file systems are
        }
        trro.close();
        projects = "[{ id: new }, %s]";
        try (ChildProcess next = start(trro, "state")) {
            Pages pages = Pages.of(next);

            assertThat(pages.get("/-/ready").statusCode()).isEqualTo(200);
            assertThat(shown(pages)).isEqualTo(DEVICES);
            assertThat(next.err()).contains("figures restored from --storage.path");
        }
        assertThat(Files.readString(folder.resolve("state").resolve("state"), ISO_8859_1))
                .doesNotContain("AKID");
    }

    @Test
    void aPathThatCannotBeUsedIsRefusedAtStart() throws Exception {
        try (StandInTrro trro = trro()) {
            Files.writeString(folder.resolve("file"), "");
            try (ChildProcess run = start(trro, "file")) {
                assertThat(run.awaitExit(PATIENCE)).isEqualTo(1);
                assertThat(run.err())
                        .isEqualTo("--storage.path=" + folder.resolve("file")
                                + " cannot be used: a file stands where a folder should be; give a directory that this"
                                + " process may write to\n");
            }
        }
    }

    private static StandInTrro trro() {
        StandInTrro trro = new StandInTrro(new SystemTime());
        trro.limit(Integer.MAX_VALUE);
        trro.answer("abcdefg", VendorSample::answer);
        return trro;
    }

    private ChildProcess start(StandInTrro trro, String storage) throws IOException {
        List<String> args =
                new ArrayList<>(List.of("run", "--web.listen-address=127.0.0.1:0", "--config.file=" + config(trro)));
        if (!storage.isEmpty()) {
            args.add("--storage.path=" + folder.resolve(storage));
        }
        return ChildProcess.ofMain(folder, StandInKey.PERMANENT.environment(), args.toArray(String[]::new));
    }

    private Path config(StandInTrro trro) throws IOException {
        String devices = IntStream.range(0, DEVICES)
                .mapToObj(number -> "device-" + number)
                .collect(Collectors.joining(", "));
        return Files.writeString(folder.resolve("trro.yml"), """
                intervals: { hour: { poll_interval: 10s } }
                accounts:
                  - endpoint: %s
                    requests_per_second: %d
                    projects: %s
                """.formatted(
                        trro.uri(), LIMIT, projects.formatted("{ id: abcdefg, devices: [" + devices + "] }")));
    }

    /** The number of devices that were answered at any time, as the page has it. */
    private int shown(Pages pages) throws IOException, InterruptedException {
        return pages.metrics().startingWith("trro_device_last_success").size();
    }

    private double savedAt(Pages pages) throws IOException, InterruptedException {
        return pages.metrics().value("trro_storage_last_success_timestamp_seconds");
    }
}
