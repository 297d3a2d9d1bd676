package trro.exporter.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileInputTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void opensFilesAlsoThoseThatALinkNames() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "text");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        try (InputStream in = FileInput.open(link)) {
            assertThat(in).hasContent("text");
        }
    }

    /** Sockets stand for pipes here, which Java cannot make: neither is a file. */
    @Test
    void refusesWhatIsNoFileWithoutOpeningIt() throws Exception {
        Path socket = folder.resolve("socket");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket));

            assertThatExceptionOfType(FileSystemException.class)
                    .isThrownBy(() -> FileInput.open(socket))
                    .withMessage(socket + ": it is no file");
        }
    }

    @Test
    void whatTheSystemOffersIsRead() throws Exception {
        try (InputStream in = FileInput.open(Path.of("/dev/null"))) {
            assertThat(in).isEmpty();
        }
    }

    @Test
    void aFileThatIsMissingIsSaidToBe() {
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> FileInput.open(folder.resolve("none")));
    }
}
