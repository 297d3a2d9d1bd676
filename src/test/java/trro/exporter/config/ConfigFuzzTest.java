package trro.exporter.config;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import trro.exporter.yaml.ProblemsException;

/** A configuration is read or refused with its problems, and nothing else happens. */
class ConfigFuzzTest {

    @FuzzTest
    void configuration(byte[] text) {
        try {
            ExporterConfig config =
                    ConfigLoader.FORMAT.parse(new String(text, StandardCharsets.UTF_8), Path.of("trro.yml"), Map.of());
            int unused = ConfigSummary.of(config).hashCode();
        } catch (ProblemsException refused) {
            if (String.valueOf(refused.getMessage()).isBlank()) {
                throw new AssertionError("refused without a reason", refused);
            }
        }
    }
}
