package trro.exporter.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import trro.exporter.config.ExporterConfig;
import trro.exporter.plan.PlanAssumptions;
import trro.exporter.plan.PlanReport;

/** Prints the price of a configuration and what it gives, before it runs. */
final class PlanCommand extends Options implements Callable<Integer> {

    private static final int MOST_DEVICES = 1_000_000;
    private static final int MOST_PROJECTS = 100_000;

    private final ConfigOptions configOptions = with(new ConfigOptions());

    private final Supplier<Double> activeShare = defaulted(
            double.class,
            "--active-share=SHARE",
            "" + PlanAssumptions.ACTIVE_SHARE,
            "Share of the devices that has a session at any moment, 0 to 1. Default: ${DEFAULT-VALUE}");

    private final Supplier<Integer> discoveredDevices = defaulted(
            int.class,
            "--discovered-devices=N",
            "" + PlanAssumptions.DISCOVERED_DEVICES,
            "Number of devices of each project that discovers them. Default: ${DEFAULT-VALUE}");

    private final Supplier<Integer> discoveredProjects = defaulted(
            int.class,
            "--discovered-projects=N",
            "" + PlanAssumptions.DISCOVERED_PROJECTS,
            "Number of projects of each account that discovers them. Default: ${DEFAULT-VALUE}");

    PlanCommand() {
        command("Print the calls, the memory and the age of figures that come of the configuration; exit code 1 if the"
                + " budget is too small to show every figure.");
    }

    @Override
    public Integer call() throws OperatorMistake {
        PlanAssumptions assumptions = assumptions();
        ExporterConfig config = configOptions.load(System.getenv());
        List<String> infeasible = new PlanReport(config, assumptions, out()).print();
        if (!infeasible.isEmpty()) {
            throw new OperatorMistake(String.join(System.lineSeparator(), infeasible));
        }
        return Main.FINE;
    }

    /** @throws OperatorMistake if a number is out of bounds */
    private PlanAssumptions assumptions() throws OperatorMistake {
        double share = activeShare.get();
        if (!(share >= 0 && share <= 1)) {
            throw new OperatorMistake("--active-share: " + share + " is not within 0 to 1");
        }
        return new PlanAssumptions(
                share,
                count("--discovered-devices", discoveredDevices.get(), MOST_DEVICES),
                count("--discovered-projects", discoveredProjects.get(), MOST_PROJECTS));
    }

    private static int count(String option, int count, int most) throws OperatorMistake {
        if (count < 0 || count > most) {
            throw new OperatorMistake(option + ": " + count + " is not within 0 to " + most);
        }
        return count;
    }
}
