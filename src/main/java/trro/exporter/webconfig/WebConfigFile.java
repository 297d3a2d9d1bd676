package trro.exporter.webconfig;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import trro.exporter.yaml.ProblemsException;
import trro.exporter.yaml.YamlFormat;

/**
 * A web configuration and the file that it was read from.
 *
 * @param path from {@code --web.config.file}
 */
public record WebConfigFile(Path path, WebConfig config) {

    private static final YamlFormat<WebConfig> FORMAT = new YamlFormat<>(
            "give the path of the web configuration file with --web.config.file",
            "list fewer users",
            Set.of(),
            "",
            WebConfigReader::read);

    /**
     * Reads the file and those that it names; every call reads them anew.
     *
     * @throws ProblemsException with all problems
     */
    public static WebConfigFile load(Path path) throws ProblemsException {
        return new WebConfigFile(path, FORMAT.load(path, Map.of()));
    }
}
