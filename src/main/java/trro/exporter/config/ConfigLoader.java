package trro.exporter.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import trro.exporter.yaml.ProblemsException;
import trro.exporter.yaml.YamlFormat;

/** The configuration file as an {@link ExporterConfig}, or every problem that it has. */
public final class ConfigLoader {

    private static final YamlFormat<ExporterConfig> FORMAT = new YamlFormat<>(
            "give the path of the configuration file with --config.file",
            "list fewer devices",
            Set.of(("secretid secretkey token securitytoken sessiontoken accesskey accesskeyid accesskeysecret"
                            + " tmpsecretid tmpsecretkey password")
                    .split(" ")),
            "secrets do not belong in this file; name the files that hold them with credentials: { static: {"
                    + " secret_id_file: ..., secret_key_file: ... } }, or set TENCENTCLOUD_SECRET_ID and"
                    + " TENCENTCLOUD_SECRET_KEY in the environment",
            ConfigReader::read);

    private ConfigLoader() {}

    /**
     * Reads the file; every call reads it anew.
     *
     * @param environment the variables that <code>${NAME}</code> in values refers to
     * @throws ProblemsException with all problems
     */
    public static ExporterConfig load(Path file, Map<String, String> environment) throws ProblemsException {
        return FORMAT.load(file, environment);
    }

    /**
     * As {@link #load}, of a text that was read already.
     *
     * @param file named in messages; relative paths start at its folder; need not exist
     */
    public static ExporterConfig parse(String text, Path file, Map<String, String> environment)
            throws ProblemsException {
        return FORMAT.parse(text, file, environment);
    }
}
