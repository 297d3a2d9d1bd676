package trro.exporter.cli;

import picocli.CommandLine.Option;
import trro.exporter.plan.PlanAssumptions;

/** What a plan is made for, as far as the configuration does not say. */
final class PlanOptions {

    private static final int MOST_DEVICES = 1_000_000;
    private static final int MOST_PROJECTS = 100_000;

    @Option(
            names = "--active-share",
            paramLabel = "SHARE",
            defaultValue = "0.03",
            description = "Which share of the devices has a session at any moment, 0 to 1. Default: ${DEFAULT-VALUE}")
    private double activeShare = 0.03;

    @Option(
            names = "--discovered-devices",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many devices each project has that discovers them. Default: ${DEFAULT-VALUE}")
    private int discoveredDevices = 100;

    @Option(
            names = "--discovered-projects",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many projects each account has that discovers them. Default: ${DEFAULT-VALUE}")
    private int discoveredProjects = 10;

    /** @throws OperatorMistake if a number is out of bounds */
    PlanAssumptions assumptions() throws OperatorMistake {
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
