package trro.exporter.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import trro.exporter.config.ConfigLoader;
import trro.exporter.config.ExporterConfig;
import trro.exporter.config.QuickStart;
import trro.exporter.yaml.ProblemsException;

/** The options that name the configuration. */
final class ConfigOptions {

    @Option(
            names = "--config.file",
            paramLabel = "FILE",
            description = "The configuration, in YAML. Not with --project.id.")
    private @Nullable Path file;

    @Option(
            names = "--project.id",
            paramLabel = "ID",
            description =
                    "Quick start without a file: poll this project's own figures, with the key from the environment"
                            + " (TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY). May be given several times.")
    private List<String> projectIds = List.of();

    /**
     * The configuration of a file, or of the projects without one.
     *
     * @throws OperatorMistake with every problem of the configuration
     */
    static ExporterConfig load(Optional<Path> file, List<String> projectIds, Map<String, String> environment)
            throws OperatorMistake {
        ConfigOptions options = new ConfigOptions();
        options.file = file.orElse(null);
        options.projectIds = file.isPresent() ? List.of() : projectIds;
        return options.load(environment);
    }

    boolean given() {
        return file != null || !projectIds.isEmpty();
    }

    /** The file that is named; empty where projects are named instead. */
    Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** @throws OperatorMistake with every problem of the configuration */
    ExporterConfig load(Map<String, String> environment) throws OperatorMistake {
        if (file != null && !projectIds.isEmpty()) {
            throw new OperatorMistake(
                    "--config.file and --project.id exclude each other; put the projects into " + file);
        }
        if (file == null && projectIds.isEmpty()) {
            throw new OperatorMistake(
                    "there is nothing to poll; give --config.file=trro.yml, or --project.id=ID for a quick"
                            + " start, or try it without an account: trro-exporter demo");
        }
        try {
            return read(environment);
        } catch (ProblemsException e) {
            throw new OperatorMistake(e);
        }
    }

    /** The same again, as it stands now. */
    ExporterConfig read(Map<String, String> environment) throws ProblemsException {
        return file == null ? QuickStart.of(projectIds) : ConfigLoader.FORMAT.load(file, environment);
    }
}
