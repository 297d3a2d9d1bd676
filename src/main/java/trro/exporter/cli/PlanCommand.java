package trro.exporter.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import trro.exporter.config.ExporterConfig;
import trro.exporter.plan.PlanAssumptions;
import trro.exporter.plan.PlanReport;

/** Prints the price of a configuration and what it gives, before it runs. */
@Command(
        name = "plan",
        abbreviateSynopsis = true,
        description =
                "Print the calls, the memory and the age of figures that come of the configuration; exit code 1 if the"
                        + " budget is too small to show every figure.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {

    private static final int MOST_DEVICES = 1_000_000;
    private static final int MOST_PROJECTS = 100_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions configOptions = new ConfigOptions();

    @Option(
            names = "--active-share",
            paramLabel = "SHARE",
            defaultValue = "" + PlanAssumptions.ACTIVE_SHARE,
            description = "Share of the devices that has a session at any moment, 0 to 1. Default: ${DEFAULT-VALUE}")
    private double activeShare;

    @Option(
            names = "--discovered-devices",
            paramLabel = "N",
            defaultValue = "" + PlanAssumptions.DISCOVERED_DEVICES,
            description = "Number of devices of each project that discovers them. Default: ${DEFAULT-VALUE}")
    private int discoveredDevices;

    @Option(
            names = "--discovered-projects",
            paramLabel = "N",
            defaultValue = "" + PlanAssumptions.DISCOVERED_PROJECTS,
            description = "Number of projects of each account that discovers them. Default: ${DEFAULT-VALUE}")
    private int discoveredProjects;

    @Override
    public Integer call() throws OperatorMistake {
        PlanAssumptions assumptions = assumptions();
        ExporterConfig config = configOptions.load(System.getenv());
        List<String> infeasible =
                new PlanReport(config, assumptions, spec.commandLine().getOut()).print();
        if (!infeasible.isEmpty()) {
            throw new OperatorMistake(String.join(System.lineSeparator(), infeasible));
        }
        return Main.FINE;
    }

    /** @throws OperatorMistake if a number is out of bounds */
    private PlanAssumptions assumptions() throws OperatorMistake {
        if (!(activeShare >= 0 && activeShare <= 1)) {
            throw new OperatorMistake("--active-share: " + activeShare + " is not within 0 to 1");
        }
        return new PlanAssumptions(
                activeShare,
                count("--discovered-devices", discoveredDevices, MOST_DEVICES),
                count("--discovered-projects", discoveredProjects, MOST_PROJECTS));
    }

    private static int count(String option, int count, int most) throws OperatorMistake {
        if (count < 0 || count > most) {
            throw new OperatorMistake(option + ": " + count + " is not within 0 to " + most);
        }
        return count;
    }
}
