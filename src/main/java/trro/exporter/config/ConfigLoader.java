package trro.exporter.config;

import java.util.Set;
import trro.exporter.yaml.YamlFormat;

/** The configuration file as an {@link ExporterConfig}, or every problem that it has. */
public final class ConfigLoader {

    public static final YamlFormat<ExporterConfig> FORMAT = new YamlFormat<>(
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
}
