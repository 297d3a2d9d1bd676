package trro.exporter.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import trro.exporter.config.ExporterConfig;
import trro.exporter.plan.PlanAssumptions;
import trro.exporter.plan.PlanReport;

/** Prints the price of a configuration and what it gives, before it runs. */
@Command(
        name = "plan",
        description =
                "Print the calls, the memory and the age of figures that come of the configuration; exit code 1 if the"
                        + " budget is too small to show every figure.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions configOptions = new ConfigOptions();

    @Mixin
    private PlanOptions planOptions = new PlanOptions();

    @Override
    public Integer call() throws OperatorMistake {
        PlanAssumptions assumptions = planOptions.assumptions();
        ExporterConfig config = configOptions.load(System.getenv());
        List<String> infeasible =
                PlanReport.print(config, assumptions, spec.commandLine().getOut());
        if (!infeasible.isEmpty()) {
            throw new OperatorMistake(String.join(System.lineSeparator(), infeasible));
        }
        return Main.FINE;
    }
}
