package trro.exporter.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import trro.exporter.config.ConfigLoader;
import trro.exporter.config.ExporterConfig;
import trro.exporter.config.QuickStart;
import trro.exporter.yaml.ProblemsException;

/** The options that name the configuration. */
final class ConfigOptions extends Options {

    private final Supplier<Optional<Path>> file =
            optional(Path.class, "--config.file=FILE", "The configuration, in YAML. Not with --project.id.");

    private final Supplier<List<String>> projectIds = list(
            String.class,
            "--project.id=ID",
            "Quick start without a file: poll this project's own figures, with the key from the environment"
                    + " (TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY). May be given several times.");

    boolean given() {
        return file.get().isPresent() || !projectIds.get().isEmpty();
    }

    /** The file that is named; empty where projects are named instead. */
    Optional<Path> file() {
        return file.get();
    }

    /** @throws OperatorMistake with every problem of the configuration */
    ExporterConfig load(Map<String, String> environment) throws OperatorMistake {
        Optional<Path> path = file.get();
        if (path.isPresent() && !projectIds.get().isEmpty()) {
            throw new OperatorMistake(
                    "--config.file and --project.id exclude each other; put the projects into " + path.get());
        }
        return load(path, projectIds.get(), environment);
    }

    /** The same again, as it stands now. */
    ExporterConfig read(Map<String, String> environment) throws ProblemsException {
        return read(file.get(), projectIds.get(), environment);
    }

    /**
     * The configuration of a file, or of the projects without one.
     *
     * @throws OperatorMistake with every problem of the configuration
     */
    static ExporterConfig load(Optional<Path> file, List<String> projectIds, Map<String, String> environment)
            throws OperatorMistake {
        if (file.isEmpty() && projectIds.isEmpty()) {
            throw new OperatorMistake(
                    "there is nothing to poll; give --config.file=trro.yml, or --project.id=ID for a quick"
                            + " start, or try it without an account: trro-exporter demo");
        }
        try {
            return read(file, projectIds, environment);
        } catch (ProblemsException e) {
            throw new OperatorMistake(e);
        }
    }

    private static ExporterConfig read(Optional<Path> file, List<String> projectIds, Map<String, String> environment)
            throws ProblemsException {
        return file.isEmpty() ? QuickStart.of(projectIds) : ConfigLoader.FORMAT.load(file.get(), environment);
    }
}
