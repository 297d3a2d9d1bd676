package trro.exporter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static trro.exporter.support.Patience.PATIENCE;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import trro.exporter.api.HttpTransport;
import trro.exporter.api.ListAction;
import trro.exporter.api.TrroAction;
import trro.exporter.backfill.Backfill;
import trro.exporter.backfill.Subjects;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.ExporterConfig;
import trro.exporter.pacing.Limiters;
import trro.exporter.pacing.PaceFile;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.support.ChildProcess;
import trro.exporter.support.Reply;
import trro.exporter.support.Slow;
import trro.exporter.support.StandInKey;
import trro.exporter.support.StandInTrro;
import trro.exporter.time.SystemTime;

/** A backfill spends of a key no more than others leave of it. */
@Slow
class BackfillBudgetTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final SystemTime time = new SystemTime();
    private final Limiters limiters = new Limiters(time);

    private Path config(String endpoint, String... names) throws Exception {
        StringBuilder accounts = new StringBuilder("accounts:\n");
        for (String name : names) {
            Files.writeString(
                    folder.resolve(name + "-id"),
                    StandInKey.PERMANENT.environment().get("TENCENTCLOUD_SECRET_ID"));
            Files.writeString(
                    folder.resolve(name + "-key"),
                    StandInKey.PERMANENT.environment().get("TENCENTCLOUD_SECRET_KEY"));
            accounts.append("""
                  - name: %1$s
                    endpoint: %2$s
                    credentials: { static: { secret_id_file: %1$s-id, secret_key_file: %1$s-key } }
                    projects: [{ id: of-%1$s }]
                """.formatted(name, endpoint));
        }
        return Files.writeString(folder.resolve("trro.yml"), accounts);
    }

    private ExporterConfig read(Path config) throws Exception {
        return ConfigOptions.load(Optional.of(config), List.of(), Map.of());
    }

    private Function<String, Backfill.Way> ways(Path config, Map<String, Integer> paces) throws Exception {
        return BackfillCommand.ways(read(config), paces, limiters, HttpTransport.create(Map.of()), time);
    }

    /** The names of the files differ, so that only the limiters see that the keys do not. */
    @Test
    void ofAccountsWithOneKeyTheLowestPaceCountsForEveryAction() throws Exception {
        Path config = config("http://127.0.0.1:1", "first", "second");

        for (Map<String, Integer> paces : List.of(Map.of("first", 2, "second", 4), Map.of("first", 4, "second", 2))) {
            Function<String, Backfill.Way> ways = ways(config, paces);
            for (TrroAction action : TrroAction.values()) {
                RateLimiter limiter = ways.apply("first").limiters().apply(action);

                assertThat(limiter).isSameAs(ways.apply("second").limiters().apply(action));
                assertThat(limiter.requestsPerSecond()).isEqualTo(RateLimiter.highestPace(2));
            }
        }
    }

    /** A list that was throttled slows down the next one of its action, and its pace is kept for a later process. */
    @Test
    void listsAreReadThroughTheLimitersOfTheirActions() throws Exception {
        Path config = config("http://127.0.0.1:1", "first", "second");
        Function<String, Backfill.Way> ways = ways(config, Map.of("first", 4, "second", 2));
        Subjects.Lists lists = BackfillCommand.lists(ways, time);

        for (AccountConfig account : read(config).accounts()) {
            for (ListAction<?> list : List.of(
                    ListAction.PROJECTS,
                    ListAction.LICENSED_DEVICES,
                    ListAction.REGISTERED_DEVICES,
                    ListAction.RECENT_SESSIONS)) {
                assertThat(lists.apply(account, list).limiter())
                        .isSameAs(ways.apply("first").limiters().apply(list.action()));
            }
        }
    }

    /** The pace comes back within a minute: cut to an eighth, it leaves enough time for this. */
    @Test
    void aPaceThatTheExporterHadToCutIsCutForTheBackfill() throws Exception {
        Path storage = folder.resolve("storage");
        try (StandInTrro trro = new StandInTrro(time)) {
            trro.limit(0);
            Path config = config(trro.uri().toString(), "main");
            try (ChildProcess exporter = start(
                    "run",
                    "--web.listen-address=127.0.0.1:0",
                    "--config.file=" + config,
                    "--storage.path=" + storage)) {
                await().until(() -> trro.cut() >= 7); // of which three at most were under way together
                exporter.signal("TERM");
                assertThat(exporter.awaitExit(PATIENCE)).as(exporter.err()).isZero();
            }

            assertThat(paceOfTheNext(storage, config)).isLessThan(3);
        }
    }

    /** It saves every five seconds, and would end after some minutes without an answer. */
    @Test
    void aPaceThatABackfillHadToCutBeforeItWasKilledIsCutForTheNext() throws Exception {
        Path storage = folder.resolve("storage");
        try (StandInTrro trro = new StandInTrro(time)) {
            trro.limit(0);
            trro.answer("of-main", question -> Reply.HANGS);
            Path config = config(trro.uri().toString(), "main");
            Path state = storage.resolve("backfill").resolve("state");
            try (ChildProcess backfill = start(
                    "backfill",
                    "--config.file=" + config,
                    "--storage.path=" + storage,
                    "--from=2026-10-01",
                    "--to=2026-11-01",
                    "--output=" + folder.resolve("history.om"))) {
                await().until(() -> trro.cut() >= 3); // one after another
                trro.limit(Integer.MAX_VALUE);
                await("asked again, so that it knows of the cut").until(() -> trro.questionsFor("of-main") > 0);
                Instant cut = Instant.now();
                await().until(() -> Files.exists(state)
                        && Files.getLastModifiedTime(state).toInstant().isAfter(cut));
                backfill.signal("KILL");
                assertThat(backfill.awaitExit(PATIENCE)).isEqualTo(137);
            }
            assertThat(paceOfTheNext(storage, config)).isLessThan(3);
        }
    }

    private ChildProcess start(String... args) throws Exception {
        return ChildProcess.ofMain(folder, Map.of(), args);
    }

    @SuppressWarnings("try") // what is open is not used otherwise
    private double paceOfTheNext(Path storage, Path config) throws Exception {
        StorageOptions options = new StorageOptions();
        new CommandLine(options.spec()).parseArgs("--storage.path=" + storage);
        try (PaceFile unused = options.openForBackfill(limiters, time).orElseThrow()) {
            return ways(config, Map.of("main", 4))
                    .apply("main")
                    .limiters()
                    .apply(TrroAction.SESSION_STATISTICS_BY_INTERVAL)
                    .requestsPerSecond();
        }
    }
}
