package trro.exporter.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.api.HttpTransport;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.backfill.PastApi.Habit;
import trro.exporter.prometheus.Peer;
import trro.exporter.prometheus.Queries;
import trro.exporter.support.ScriptedServer;

/** A backfill that was killed goes on, asks nothing that it knows, and ends with the same bytes. */
class ResumeTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final PastApi undisturbed = new PastApi(ZONE, Habit.TELLS_THE_LAST_THREE_DAYS);
    private byte[] expected = {};

    @BeforeEach
    void runUndisturbed() throws Exception {
        HistoryRun run = run("undisturbed.om");
        run.run(undisturbed);
        expected = Files.readAllBytes(run.layout.output());
    }

    private HistoryRun run(String name) {
        return new HistoryRun(folder.resolve(name), ZONE, "2026-10-20", "2026-11-04", Layout.Split.NONE);
    }

    private static PastApi killed(HistoryRun run, int call) {
        PastApi api = new PastApi(ZONE, Habit.TELLS_THE_LAST_THREE_DAYS).dyingAt(call);
        assertThatThrownBy(() -> run.run(api)).hasStackTraceContaining("killed");
        return api;
    }

    @Test
    void nothingIsAskedTwiceWhereverItWasKilled() throws Exception {
        int calls = undisturbed.queries().size();
        assertThat(new HashSet<>(undisturbed.queries())).hasSize(calls);
        for (int call = 2; call <= calls; call += 3) {
            HistoryRun run = run("history-" + call + ".om");
            PastApi before = killed(run, call);
            PastApi after = new PastApi(ZONE, Habit.TELLS_THE_LAST_THREE_DAYS);

            assertThat(run.run(after)).isEmpty();

            assertThat(Files.readAllBytes(run.layout.output()))
                    .as("killed at call %d", call)
                    .isEqualTo(expected);
            assertThat(run.layout.journal()).doesNotExist();
            List<StatisticsQuery> answeredAgain = new ArrayList<>(after.queries());
            answeredAgain.retainAll(before.answered());
            assertThat(answeredAgain)
                    .as("killed at call %d: a search for the longest range begins anew, nothing else", call)
                    .hasSizeLessThanOrEqualTo(8);
        }
    }

    private static Peer peer(String option, ScriptedServer server) throws Exception {
        return new Peer(option, server.uri().toString(), Map.of(), Optional.empty(), HttpTransport.create(Map.of()));
    }

    /** A day has less samples here than a request may have. */
    @Test
    void aDayThatIsRefusedIsPushedAgainAndNoneBeforeIt() throws Exception {
        HistoryRun run = new HistoryRun(
                folder.resolve("pushed"),
                ZONE,
                "2026-10-20",
                "2026-11-04",
                Layout.Split.NONE,
                Layout.Format.REMOTE_WRITE);
        PastApi api = new PastApi(ZONE, Habit.TELLS_ALL);
        try (ScriptedServer receiver = new ScriptedServer(
                ScriptedServer.status(204, ""),
                ScriptedServer.status(503, "busy"),
                ScriptedServer.status(204, ""),
                ScriptedServer.status(400, "out of bounds"),
                ScriptedServer.status(204, ""))) {
            run.pushTo(peer("--url", receiver));

            assertThatThrownBy(() -> run.run(api)).hasMessageContaining("answers HTTP 400 (out of bounds)");
            assertThat(receiver.received()).hasSize(4);
            int calls = api.queries().size();
            assertThat(run.run(api)).isEmpty();

            assertThat(api.queries()).hasSize(calls);
            List<String> pushed = receiver.received().stream()
                    .map(ScriptedServer.Received::body)
                    .toList();
            assertThat(pushed).hasSize(15 + 2);
            assertThat(pushed.get(2)).as("after it was busy").isEqualTo(pushed.get(1));
            assertThat(pushed.get(4)).as("after it refused").isEqualTo(pushed.get(3));
            assertThat(new HashSet<>(pushed)).as("each day once").hasSize(15);
            assertThat(run.layout.journal()).doesNotExist();
        }
    }

    /** Prometheus is not there any more when it goes on. */
    @Test
    void theGapsThatWereFoundAtFirstAreFilledInTheEnd() throws Exception {
        HistoryRun run = run("gaps.om");
        try (ScriptedServer lacksAll = new ScriptedServer(
                ScriptedServer.json("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}"))) {
            run.onlyGaps(new Queries(peer("--prometheus", lacksAll)));
            killed(run, undisturbed.queries().size());
        }

        assertThat(run.run(new PastApi(ZONE, Habit.TELLS_THE_LAST_THREE_DAYS))).isEmpty();

        assertThat(Files.readAllBytes(run.layout.output())).isEqualTo(expected);
    }

    @Test
    void aRecordThatWasCutOffIsAskedForAgain() throws Exception {
        Random random = new Random(1);
        HistoryRun first = run("first.om");
        killed(first, undisturbed.queries().size());
        byte[] journal = Files.readAllBytes(first.layout.journal());
        for (int i = 0; i < 15; i++) {
            HistoryRun run = run("cut-" + i + ".om");
            int length = random.nextInt(journal.length + 1);
            Files.write(run.layout.journal(), java.util.Arrays.copyOf(journal, length));

            run.run(new PastApi(ZONE, Habit.TELLS_THE_LAST_THREE_DAYS));

            assertThat(Files.readAllBytes(run.layout.output()))
                    .as("cut to %d bytes", length)
                    .isEqualTo(expected);
        }
    }

    @Test
    void whatFollowsADamagedRecordIsAskedForAgain() throws Exception {
        HistoryRun run = run("damaged.om");
        killed(run, undisturbed.queries().size());
        byte[] journal = Files.readAllBytes(run.layout.journal());
        journal[journal.length / 2] ^= 1;
        Files.write(run.layout.journal(), journal);

        run.run(new PastApi(ZONE, Habit.TELLS_THE_LAST_THREE_DAYS));

        assertThat(Files.readAllBytes(run.layout.output())).isEqualTo(expected);
    }

    /** The journal is as large as one of thousands of devices. */
    @Test
    void aDamagedLengthCostsNoMemory() throws Exception {
        HistoryRun run = run("damaged.om");
        killed(run, undisturbed.queries().size());
        try (FileChannel journal = FileChannel.open(run.layout.journal(), StandardOpenOption.WRITE)) {
            ByteBuffer answer = ByteBuffer.allocate(9)
                    .put((byte) 'A')
                    .putInt(Integer.MAX_VALUE)
                    .rewind();
            journal.write(answer, journal.size());
            journal.write(ByteBuffer.allocate(1), 3L << 30); // takes no room on the disk
        }

        run.run(new PastApi(ZONE, Habit.TELLS_THE_LAST_THREE_DAYS));

        assertThat(Files.readAllBytes(run.layout.output())).isEqualTo(expected);
    }

    @Test
    void aKillBetweenTheFilesAndTheEndAsksNothing() throws Exception {
        HistoryRun run = run("history.om");
        killed(run, undisturbed.queries().size());
        Path saved = Files.copy(run.layout.journal(), folder.resolve("saved"));
        run.run(new PastApi(ZONE, Habit.TELLS_THE_LAST_THREE_DAYS));
        Files.move(saved, run.layout.journal());
        PastApi after = new PastApi(ZONE, Habit.TELLS_THE_LAST_THREE_DAYS);

        run.run(after);

        assertThat(after.queries()).hasSize(1); // the one that it was killed at
        assertThat(Files.readAllBytes(run.layout.output())).isEqualTo(expected);
    }

    @Test
    void aFileThatIsThereIsNotReplaced() throws Exception {
        HistoryRun run = run("history.om");
        Files.writeString(run.layout.output(), "mine");

        assertThatThrownBy(() -> run.run(new PastApi(ZONE, Habit.TELLS_ALL)))
                .isInstanceOf(BackfillException.class)
                .hasMessage(run.layout.output() + " is there already; move it, or choose another --output");

        assertThat(run.layout.output()).hasContent("mine");
        assertThat(run.layout.journal()).doesNotExist();
    }

    @Test
    void aForeignFileInThePlaceOfTheJournalIsLeftAlone() throws IOException {
        HistoryRun run = run("history.om");
        Files.writeString(run.layout.journal(), "a diary");

        assertThatThrownBy(() -> run.run(new PastApi(ZONE, Habit.TELLS_ALL)))
                .isInstanceOf(BackfillException.class)
                .hasMessage(run.layout.journal() + " is no journal of a backfill of this version; remove it, or choose"
                        + " another --output");

        assertThat(run.layout.journal()).hasContent("a diary");
    }

    @Test
    void twoAtATimeAreRefused() throws Exception {
        HistoryRun run = run("history.om");
        try (FileChannel other =
                        FileChannel.open(run.layout.journal(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                java.nio.channels.FileLock lock = other.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThatThrownBy(() -> run.run(new PastApi(ZONE, Habit.TELLS_ALL)))
                    .isInstanceOf(BackfillException.class)
                    .hasMessage("another backfill writes " + run.layout.journal()
                            + "; let it end, or choose another --output");
        }
    }
}
