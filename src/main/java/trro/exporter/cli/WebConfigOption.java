package trro.exporter.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import trro.exporter.webconfig.WebConfigFile;
import trro.exporter.yaml.ProblemsException;

/** The option that names the web configuration. */
final class WebConfigOption {

    @Option(
            names = "--web.config.file",
            paramLabel = "FILE",
            description = "TLS, passwords and more for the pages, in the format of the Prometheus exporter-toolkit.")
    private @Nullable Path file;

    boolean given() {
        return file != null;
    }

    /**
     * The web configuration; empty if the option is not given.
     *
     * @throws OperatorMistake with every problem of it
     */
    Optional<WebConfigFile> load() throws OperatorMistake {
        try {
            return file == null ? Optional.empty() : Optional.of(WebConfigFile.load(file));
        } catch (ProblemsException e) {
            throw new OperatorMistake(e);
        }
    }
}
