package trro.exporter.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import trro.exporter.webconfig.WebConfigFile;
import trro.exporter.yaml.ProblemsException;

/** The option that names the web configuration. */
final class WebConfigOption extends Options {

    private final Supplier<Optional<Path>> file = optional(
            Path.class,
            "--web.config.file=FILE",
            "TLS, passwords and more for the pages, in the format of the Prometheus exporter-toolkit.");

    boolean given() {
        return file.get().isPresent();
    }

    /**
     * The web configuration; empty if the option is not given.
     *
     * @throws OperatorMistake with every problem of it
     */
    Optional<WebConfigFile> load() throws OperatorMistake {
        try {
            Optional<Path> path = file.get();
            return path.isEmpty() ? Optional.empty() : Optional.of(WebConfigFile.load(path.get()));
        } catch (ProblemsException e) {
            throw new OperatorMistake(e);
        }
    }
}
