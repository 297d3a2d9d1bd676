package trro.exporter.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A file of the folder {@code prometheus} as users get it, copied for a test. */
public final class ShippedFile {

    private ShippedFile() {}

    /**
     * Copies a file and returns the copy.
     *
     * @param replacements by regular expression; each must find something to replace
     */
    public static Path copy(String file, Path to, Map<String, String> replacements) throws IOException {
        String text = Files.readString(Path.of("prometheus").resolve(file));
        for (Map.Entry<String, String> replacement : replacements.entrySet()) {
            String replaced = text.replaceAll(replacement.getKey(), replacement.getValue());
            assertThat(replaced).as("%s without %s", file, replacement.getKey()).isNotEqualTo(text);
            text = replaced;
        }
        return Files.writeString(to, text);
    }
}
