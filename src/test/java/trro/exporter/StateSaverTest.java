package trro.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.accounts.Accounts;
import trro.exporter.metrics.ExporterMetrics;
import trro.exporter.storage.StateDirectory;
import trro.exporter.storage.StorageException;
import trro.exporter.support.LoggedLines;

/** Saving and restoring, whatever stands in the way of it. */
class StateSaverTest {

    private static final String SAVED_AT = "trro_storage_last_success_timestamp_seconds";
    private static final String FAILURES = "trro_storage_failures_total";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final ReloadRig rig = new ReloadRig(ReloadRig.TWO_DEVICES);

    private StateSaver keeper(ReloadRig of) throws StorageException {
        return keeper(of, of::accounts);
    }

    private StateSaver keeper(ReloadRig of, Supplier<Accounts> accounts) throws StorageException {
        return new StateSaver(
                StateDirectory.open(folder, "process 7"), accounts, new ExporterMetrics(of.registry), of.time);
    }

    private void run(StateSaver keeper, Duration span) {
        rig.rows = (account, query) -> ReloadRig.rows(query, 3, ReloadRig.SHANGHAI);
        rig.run(span, keeper);
    }

    private List<Path> setAside() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().contains("state.bad-")).toList();
        }
    }

    @Test
    void theNextProcessHasWhatTheLastOneSavedWhenItEnded() throws Exception {
        StateSaver keeper = keeper(rig);
        run(keeper, Duration.ofSeconds(30));
        keeper.close();

        ReloadRig next = new ReloadRig(ReloadRig.TWO_DEVICES);
        next.time.setWallClock(rig.time.now());
        StateSaver again = keeper(next);

        assertThat(again.restore()).isTrue();
        assertThat(next.scrape().startingWith("trro_device_sessions")).hasSize(4);
        assertThat(next.scrape().value(SAVED_AT)).isEqualTo(rig.time.now().toEpochMilli() / 1000.0);
        again.close();
    }

    @Test
    void itSavesEveryMinuteAndMoreOftenAtFirst() throws Exception {
        StateSaver keeper = keeper(rig);
        List<Double> savings = new ArrayList<>();
        double start = rig.time.now().toEpochMilli() / 1000.0;
        for (int second = 0; second <= 300; second++) {
            rig.at(
                    Duration.ofMillis(second * 1000L + 1),
                    () -> savings.add(rig.scrape().value(SAVED_AT)));
        }

        run(keeper, Duration.ofSeconds(301));
        keeper.close();

        assertThat(savings.stream()
                        .distinct()
                        .map(saved -> Math.round(saved - start))
                        .skip(1))
                .containsExactly(1L, 3L, 7L, 15L, 31L, 63L, 123L, 183L, 243L);
    }

    @Test
    void nothingIsSavedBeforeTheFirstTimeAndNothingIsRestoredFromNothing() throws Exception {
        StateSaver keeper = keeper(rig);

        assertThat(keeper.restore()).isFalse();
        assertThat(rig.scrape().value(SAVED_AT)).isZero();
        assertThat(rig.scrape().value(FAILURES)).isZero();
        keeper.close();
        assertThat(setAside()).isEmpty();
    }

    @Test
    void aFullDiskCostsTheSavingAndNothingElseAndIsToldOnce() throws Exception {
        StateSaver keeper = keeper(rig);
        Path full = Files.createDirectories(folder.resolve("state.new").resolve("full"));
        rig.at(Duration.ofSeconds(20), () -> {
            assertThat(rig.scrape().value(FAILURES)).isEqualTo(4);
            assertThat(rig.scrape().value(SAVED_AT)).isZero();
            assertThat(rig.scrape().startingWith("trro_device_sessions")).hasSize(4);
            delete(full);
        });

        try (LoggedLines log = new LoggedLines(StateSaver.class)) {
            run(keeper, Duration.ofSeconds(40));

            assertThat(log.containing("--storage.path")).hasSize(2);
            assertThat(log.containing("--storage.path").get(0)).contains("cannot be saved");
            assertThat(log.containing("--storage.path").get(1)).contains("again");
        }
        assertThat(rig.scrape().value(SAVED_AT)).isPositive();
        keeper.close();
    }

    private static void delete(Path folder) {
        try {
            Files.delete(folder);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDefectCostsTheSavingAndNothingElse() throws Exception {
        StateSaver keeper = keeper(rig, () -> {
            throw new IllegalStateException("a defect");
        });

        run(keeper, Duration.ofSeconds(20));

        assertThat(rig.scrape().value(FAILURES)).isEqualTo(4);
        keeper.close();
    }

    @Test
    void whatIsDamagedIsSetAsideAndSaid() throws Exception {
        Files.writeString(folder.resolve("state"), "not ours");
        StateSaver keeper = keeper(rig);

        try (LoggedLines log = new LoggedLines(StateSaver.class)) {
            assertThat(keeper.restore()).isFalse();

            assertThat(log.containing("--storage.path"))
                    .singleElement()
                    .asString()
                    .contains("set aside")
                    .contains("not written by trro-exporter");
        }
        assertThat(setAside())
                .singleElement()
                .satisfies(file -> assertThat(file).hasContent("not ours"));
        run(keeper, Duration.ofSeconds(20));
        assertThat(rig.scrape().value(FAILURES)).isZero();
        keeper.close();
    }

    @Test
    void whatWasSavedInTheFutureIsSetAside() throws Exception {
        StateSaver keeper = keeper(rig);
        run(keeper, Duration.ofSeconds(30));
        keeper.close();
        ReloadRig next = new ReloadRig(ReloadRig.TWO_DEVICES);
        next.time.setWallClock(rig.time.now().minusSeconds(1));
        StateSaver again = keeper(next);

        assertThat(again.restore()).isFalse();

        assertThat(next.scrape().startingWith("trro_device_sessions")).isEmpty();
        assertThat(setAside()).hasSize(1);
        again.close();
    }

    @Test
    void afterItsEndItLeavesTheDirectoryToOthers() throws Exception {
        StateSaver keeper = keeper(rig);
        keeper.close();
        Files.delete(folder.resolve("state"));

        run(keeper, Duration.ofSeconds(30));

        assertThat(folder.resolve("state")).doesNotExist();
        StateDirectory.open(folder, "process 8").close();
    }
}
