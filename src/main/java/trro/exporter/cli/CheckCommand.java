package trro.exporter.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import trro.exporter.config.ConfigSummary;
import trro.exporter.config.ExporterConfig;
import trro.exporter.plan.PlanAssumptions;
import trro.exporter.plan.PlanReport;

/** Validates a configuration and prints its plan. */
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
        RunCommand.transport(System.getenv());
        ConfigSummary summary = ConfigSummary.of(config);
        PrintWriter out = spec.commandLine().getOut();
        out.println("The configuration is fine: %s and %s by %s make %s."
                .formatted(
                        PlanReport.count(summary.projects(), "project"),
                        PlanReport.count(summary.devices(), "device"),
                        PlanReport.count(summary.intervals(), "interval"),
                        PlanReport.count(summary.targets(), "target")));
        PlanReport.print(config, PlanAssumptions.DEFAULT, out).forEach(reason -> out.println("Warning: " + reason));
        return Main.FINE;
    }
}
