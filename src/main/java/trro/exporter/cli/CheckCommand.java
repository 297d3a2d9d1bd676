package trro.exporter.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import trro.exporter.config.ConfigSummary;
import trro.exporter.config.ExporterConfig;
import trro.exporter.plan.PlanAssumptions;
import trro.exporter.plan.PlanReport;

/** Validates a configuration and says what it asks of TRRO. */
@Command(
        name = "check",
        description = "Validate the configuration: every problem with its place, exit code 1; else the plan.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions configOptions = new ConfigOptions();

    @Override
    public Integer call() throws OperatorMistake {
        ExporterConfig config = configOptions.load(System.getenv());
        ConfigSummary summary = ConfigSummary.of(config);
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "The configuration is fine: %d projects and %d devices by %d intervals make %d targets.%n",
                summary.projects(),
                summary.devices(),
                summary.intervals(),
                summary.targets());
        PlanReport.print(config, PlanAssumptions.DEFAULT, out).forEach(reason -> out.println("Warning: " + reason));
        return Main.FINE;
    }
}
