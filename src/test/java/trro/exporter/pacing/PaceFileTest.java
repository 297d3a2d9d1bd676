package trro.exporter.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.storage.StorageException;
import trro.exporter.support.FakeTime;

/** A process goes on as carefully as the one before it stopped. */
@SuppressWarnings("try") // what is open is not used otherwise
class PaceFileTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final FakeTime time = new FakeTime("2026-11-22T08:00:00Z");

    private PaceFile open(Limiters limiters) throws StorageException {
        return PaceFile.open(folder.resolve("backfill"), "the backfill of process 7", limiters, time);
    }

    private static RateLimiter limiter(Limiters limiters) {
        return limiters.limiter(List.of("key AKID"), "https://trro.example:443", "Describe", 4);
    }

    /** The share of the full pace that a limiter allows now. */
    private static double share(Limiters limiters) {
        return limiters.memories().get(0).share();
    }

    /** The waits of a limiter for its next four calls. */
    private Duration fourCalls(RateLimiter limiter) throws InterruptedException {
        long before = time.nanoTime();
        for (int call = 0; call < 4; call++) {
            Permit permit = limiter.acquire();
            permit.sent();
            permit.ended();
        }
        return Duration.ofNanos(time.nanoTime() - before);
    }

    @Test
    void aPaceThatWasCutIsCutInTheNextProcess() throws Exception {
        Limiters before = new Limiters(time);
        try (PaceFile unused = open(before)) {
            RateLimiter limiter = limiter(before);
            fourCalls(limiter);
            for (int times = 0; times < 3; times++) {
                Permit permit = limiter.acquire();
                permit.sent();
                permit.throttled("RequestLimitExceeded");
                permit.ended();
            }
        }
        Limiters after = new Limiters(time);
        try (PaceFile unused = open(after)) {
            limiter(after);

            assertThat(share(before)).isLessThan(0.5);
            assertThat(share(after)).isEqualTo(share(before));
        }
    }

    @Test
    void twoAtATimeAreRefused() throws Exception {
        try (PaceFile unused = open(new Limiters(time))) {
            assertThatThrownBy(() -> open(new Limiters(time)))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("is in use by the backfill of process 7");
        }
    }

    @Test
    void aDamagedMemoryCostsNothingElse() throws Exception {
        Files.createDirectories(folder.resolve("backfill"));
        Files.writeString(folder.resolve("backfill").resolve("state"), "a diary");
        Limiters limiters = new Limiters(time);

        try (PaceFile unused = open(limiters)) {
            assertThat(fourCalls(limiter(limiters))).isLessThan(Duration.ofSeconds(3));
        }
    }
}
