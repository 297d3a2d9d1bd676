package trro.exporter.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The configuration file as an {@link ExporterConfig}, or every problem that it has. */
public final class ConfigLoader {

    private static final String WHICH_FILE = "give the path of the configuration file with --config.file";

    private ConfigLoader() {}

    /**
     * Reads the file; every call reads it anew.
     *
     * @param environment what <code>${NAME}</code> in values stands for
     * @throws ConfigException with all problems
     */
    public static ExporterConfig load(Path file, Map<String, String> environment) throws ConfigException {
        return parse(decode(read(file), file), file, environment);
    }

    /**
     * As {@link #load}, of a text that was read already.
     *
     * @param file named in messages; relative paths start at its folder; need not exist
     */
    public static ExporterConfig parse(String text, Path file, Map<String, String> environment) throws ConfigException {
        String source = file.toString();
        YamlNode yaml = YamlParser.parse(text, source);
        Problems problems = new Problems();
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file.toAbsolutePath());
        ConfigNode.Context context = new ConfigNode.Context(environment, folder, problems);
        Optional<ExporterConfig> config = ConfigReader.read(new ConfigNode(yaml, "", yaml.line(), false, context));
        problems.throwIfAny(source);
        return config.orElseThrow(() -> new IllegalStateException("no configuration and no problem"));
    }

    private static byte[] read(Path file) throws ConfigException {
        if (Files.isDirectory(file)) {
            throw failure(file, "is a folder; " + WHICH_FILE);
        }
        if (Files.notExists(file)) {
            throw failure(file, "does not exist; " + WHICH_FILE);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(Limits.FILE_BYTES + 1);
            if (bytes.length > Limits.FILE_BYTES) {
                throw failure(file, "is larger than %s MiB; list fewer devices".formatted(Limits.FILE_BYTES >> 20));
            }
            return bytes;
        } catch (IOException e) {
            String kind = e.getClass().getSimpleName();
            throw failure(file, "cannot be read (%s); let the exporter's user read it".formatted(kind));
        }
    }

    private static String decode(byte[] bytes, Path file) throws ConfigException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        if (result.isError()) {
            int line = 1;
            for (int i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw new ConfigException(
                    file.toString(), ConfigProblem.ofLine(line, "is not valid UTF-8; save the file as UTF-8 text"));
        }
        return out.flip().toString();
    }

    private static ConfigException failure(Path file, String message) {
        return new ConfigException(file.toString(), ConfigProblem.ofFile(message));
    }
}
