package trro.exporter.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares text with a file that was reviewed; {@code -Dgolden.update=true} writes the files anew. */
public final class Golden {

    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

    private Golden() {}

    public static void assertEquals(String file, String actual) throws IOException {
        Path golden = FOLDER.resolve(file);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(golden.resolveSibling("."));
            Files.writeString(golden, actual);
        }
        assertThat(golden).as("update with -Dgolden.update=true").content().isEqualTo(actual);
    }
}
