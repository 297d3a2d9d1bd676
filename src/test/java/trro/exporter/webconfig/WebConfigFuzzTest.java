package trro.exporter.webconfig;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import trro.exporter.yaml.ProblemsException;

/** A web configuration is read or refused with its problems, and nothing else happens. */
class WebConfigFuzzTest {

    @FuzzTest
    void webConfiguration(byte[] text) throws IOException {
        Path file = Files.createTempFile("web", ".yml");
        try {
            WebConfig config = WebConfigFile.load(Files.write(file, text)).config();
            int unused = config.summary().hashCode();
        } catch (ProblemsException refused) {
            if (String.valueOf(refused.getMessage()).isBlank()) {
                throw new AssertionError("refused without a reason", refused);
            }
        } finally {
            Files.delete(file);
        }
    }
}
