package trro.exporter;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import trro.exporter.config.AccountLoad;
import trro.exporter.config.ConfigSummary;

/** Validates a configuration and says what it asks of TRRO. */
@Command(
        name = "check",
        description =
                "Validate the configuration: every problem with its place, exit code 1; else what it asks of TRRO.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions configOptions = new ConfigOptions();

    @Override
    public Integer call() throws OperatorMistake {
        ConfigSummary summary = ConfigSummary.of(configOptions.load(System.getenv()));
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "The configuration is fine: %d projects and %d devices by %d intervals make %d targets.%n",
                summary.projects(),
                summary.devices(),
                summary.intervals(),
                summary.targets());
        for (AccountLoad load : summary.loads()) {
            out.printf(
                    Locale.ROOT,
                    "Account %s: %d targets need %.2f calls per second, %.2f are possible; a full pass takes %d s.%n",
                    load.account(),
                    load.targets(),
                    load.neededPerSecond(),
                    load.possiblePerSecond(),
                    load.fullPass().toSeconds());
            load.warning().ifPresent(warning -> out.println("Warning: " + warning));
        }
        return Main.FINE;
    }
}
