package trro.exporter.cli;

import picocli.CommandLine.Option;
import trro.exporter.simulator.fleet.Fleet;

/** The options of the simulated fleet. */
final class SimulatorOptions {

    private static final int MOST_DEVICES = 20_000;
    private static final int DEVICES_IN_A_PROJECT = 70;
    private static final int MOST_PROJECTS = 20;

    @Option(
            names = "--devices",
            paramLabel = "N",
            defaultValue = "200",
            description = "Number of devices in the fleet, 1 to 20000. Default: ${DEFAULT-VALUE}")
    private int devices = 200;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Another number makes another fleet. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    /** The same fleet for the same options. */
    Fleet fleet() throws OperatorMistake {
        if (devices < 1 || devices > MOST_DEVICES) {
            throw new OperatorMistake("--devices: " + devices + " is not within 1 to " + MOST_DEVICES);
        }
        int projects = Math.min(MOST_PROJECTS, devices / DEVICES_IN_A_PROJECT + 1);
        return Fleet.seeded(seed, projects, devices);
    }

    long seed() {
        return seed;
    }
}
