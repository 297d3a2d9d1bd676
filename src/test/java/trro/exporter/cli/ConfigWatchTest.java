package trro.exporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trro.exporter.support.FakeTime;

class ConfigWatchTest {

    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final FakeTime time = new FakeTime("2026-11-22T08:00:00Z");
    private final AtomicInteger changes = new AtomicInteger();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("trro.yml"), "one");
    }

    private ConfigWatch watch() {
        return new ConfigWatch(file, INTERVAL, time);
    }

    /** Lets so many intervals pass. */
    private void looks(ConfigWatch watch, int times) {
        time.endAfter(INTERVAL.multipliedBy(times).plusSeconds(1));
        watch.run(changes::incrementAndGet);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anUnchangedFileDoesNothing() throws Exception {
        ConfigWatch watch = watch();
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        Files.writeString(file, "one");

        looks(watch, 10);

        assertThat(changes).hasValue(0);
        assertThat(time.sleeps()).hasSize(10).containsOnly(INTERVAL);
    }

    @Test
    void everyChangeIsToldOnce() throws Exception {
        ConfigWatch watch = watch();
        FileTime before = Files.getLastModifiedTime(file);
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, before);

        looks(watch, 3);
        assertThat(changes).hasValue(1);

        Files.writeString(file, "one");
        looks(watch, 3);
        assertThat(changes).hasValue(2);
    }

    @Test
    void aChangeThatAReloadHasReadAlreadyIsNotToldAgain() throws Exception {
        ConfigWatch watch = watch();
        Files.writeString(file, "two");

        assertThat(watch.changed()).isTrue(); // as a reload by SIGHUP asks
        looks(watch, 3);

        assertThat(changes).hasValue(0);
    }

    /** Half of it may be a good configuration, too. */
    @Test
    void aFileThatIsBeingWrittenIsToldWhenItIsWhole() {
        AtomicInteger written = new AtomicInteger();
        ConfigWatch watch = new ConfigWatch(file, INTERVAL, time);
        time.meanwhile(() -> append(written));

        time.endAfter(INTERVAL.multipliedBy(2));
        watch.run(() -> changes.set(written.get()));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(changes).hasValue(9);
        assertThat(time.sleeps()).containsSequence(INTERVAL, Duration.ofSeconds(1));
    }

    private void append(AtomicInteger written) {
        try {
            if (written.get() < 9) {
                Files.writeString(file, "line " + written.incrementAndGet());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whoever never stops writing is not waited for. */
    @Test
    void aFileThatChangesAllTheTimeIsToldNowAndThen() {
        AtomicInteger written = new AtomicInteger();
        ConfigWatch watch = new ConfigWatch(file, INTERVAL, time);
        time.meanwhile(() -> {
            append(written);
            written.addAndGet(-2);
        });

        time.endAfter(INTERVAL.multipliedBy(10));
        watch.run(changes::incrementAndGet);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(changes).hasValueGreaterThan(2);
    }

    @Test
    void aLinkThatWasSwappedCounts() throws Exception {
        Path first = Files.createDirectory(folder.resolve("..2026_1"));
        Path second = Files.createDirectory(folder.resolve("..2026_2"));
        Files.writeString(first.resolve("trro.yml"), "one");
        Files.writeString(second.resolve("trro.yml"), "two");
        Path data = Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
        file = Files.createSymbolicLink(folder.resolve("mounted.yml"), Path.of("..data", "trro.yml"));
        ConfigWatch watch = watch();

        Path next = Files.createSymbolicLink(folder.resolve("..tmp"), second.getFileName());
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
        looks(watch, 2);

        assertThat(changes).hasValue(1);
    }

    @Test
    void aFileThatIsGoneAndComesBackIsToldBothTimes() throws Exception {
        ConfigWatch watch = watch();
        Files.delete(file);
        looks(watch, 3);
        assertThat(changes).hasValue(1);

        write();
        looks(watch, 3);

        assertThat(changes).hasValue(2);
    }
}
