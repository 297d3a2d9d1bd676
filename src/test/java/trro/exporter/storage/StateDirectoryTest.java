package trro.exporter.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

    private static final byte[] ONE = "one".getBytes(UTF_8);
    private static final byte[] TWO = "another".getBytes(UTF_8);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path parent;

    private Path folder = Path.of("");

    @BeforeEach
    void name() {
        folder = parent.resolve("a").resolve("b");
    }

    private StateDirectory open() throws StorageException {
        return StateDirectory.open(folder, "process 7, which listens on :1");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void whatIsWrittenLastIsReadAndNobodyElseMayReadIt() throws Exception {
        try (StateDirectory directory = open()) {
            assertThat(directory.read()).isEmpty();
            directory.write(ONE);
            directory.write(TWO);

            assertThat(directory.read()).contains(TWO);
        }
        assertThat(names()).containsExactly("lock", "state");
        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("state"))).isEqualTo("rw-------");
        assertThat(permissions(folder.resolve("lock"))).isEqualTo("rw-------");
    }

    @Test
    void halfAFileThatACrashLeftIsNotRead() throws Exception {
        try (StateDirectory directory = open()) {
            directory.write(ONE);
            Files.write(folder.resolve("state.new"), new byte[] {1});
            Files.setPosixFilePermissions(folder.resolve("state.new"), PosixFilePermissions.fromString("rw-rw-rw-"));

            assertThat(directory.read()).contains(ONE);
            directory.write(TWO);

            assertThat(directory.read()).contains(TWO);
            assertThat(permissions(folder.resolve("state"))).isEqualTo("rw-------");
        }
    }

    @Test
    void aFailedWriteKeepsWhatWasThere() throws Exception {
        try (StateDirectory directory = open()) {
            directory.write(ONE);
            Path obstacle = folder.resolve("state.new").resolve("full");
            Files.createDirectories(obstacle);

            assertThatIOException().isThrownBy(() -> directory.write(TWO));

            assertThat(directory.read()).contains(ONE);
        }
    }

    @Test
    void theLatestThreeThatWereSetAsideAreKept() throws Exception {
        try (StateDirectory directory = open()) {
            for (int second = 1_000_000_000; second < 1_000_000_005; second++) {
                directory.write(ONE);
                directory.setAside(second);
            }

            assertThat(directory.read()).isEmpty();
        }
        assertThat(names())
                .containsExactly("lock", "state.bad-1000000002", "state.bad-1000000003", "state.bad-1000000004");
    }

    @Test
    void theSecondIsRefusedAndToldWhoHasItUntilThatOneLetsGo() throws Exception {
        try (StateDirectory first = open()) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> StateDirectory.open(folder, "process 8"))
                    .withMessage("--storage.path=" + folder + " is in use by process 7, which listens on :1;"
                            + " stop that one, or give this one a directory of its own");
            assertThat(first.read()).isEmpty();
        }
        StateDirectory.open(folder, "process 8").close();
        assertThat(folder.resolve("lock")).hasContent("process 8");
    }

    @Test
    void whatIsNoDirectoryIsRefused() throws IOException {
        Files.createDirectories(folder.getParent());
        Files.write(folder, ONE);

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(this::open)
                .withMessage("--storage.path=" + folder + " cannot be used: a file stands where a folder should be;"
                        + " give a directory that this process may write to");
    }

    @Test
    void aDirectoryThatALinkNamesIsAsGood() throws Exception {
        Files.createDirectories(folder);
        Path link = Files.createSymbolicLink(parent.resolve("link"), folder);

        try (StateDirectory directory = StateDirectory.open(link, "process 7")) {
            directory.write(ONE);
        }
        assertThat(folder.resolve("state")).hasBinaryContent(ONE);
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsRefused() {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> StateDirectory.open(Path.of("/proc/trro"), "process 7"))
                .withMessageContaining("--storage.path=/proc/trro cannot be used: ")
                .withMessageEndingWith("; give a directory that this process may write to");
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> StateDirectory.open(Path.of("/proc/sys"), "process 7"));
    }
}
