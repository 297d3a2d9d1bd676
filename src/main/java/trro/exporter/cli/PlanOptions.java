package trro.exporter.cli;

import picocli.CommandLine.Option;
import trro.exporter.plan.PlanAssumptions;

/** The options for facts that a plan needs and the configuration cannot know. */
final class PlanOptions {

    private static final int MOST_DEVICES = 1_000_000;
    private static final int MOST_PROJECTS = 100_000;

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
