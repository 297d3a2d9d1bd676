package trro.exporter.cli;

import java.util.function.Supplier;
import trro.exporter.simulator.fleet.Fleet;

/** The options of the simulated fleet. */
final class SimulatorOptions extends Options {

    private static final int MOST_DEVICES = 20_000;
    private static final int DEVICES_IN_A_PROJECT = 70;
    private static final int MOST_PROJECTS = 20;

    private final Supplier<Integer> devices = defaulted(
            int.class, "--devices=N", "200", "Number of devices in the fleet, 1 to 20000. Default: ${DEFAULT-VALUE}");

    private final Supplier<Long> seed =
            defaulted(long.class, "--seed=N", "1", "Another number makes another fleet. Default: ${DEFAULT-VALUE}");

    /** The same fleet for the same options. */
    Fleet fleet() throws OperatorMistake {
        int count = devices.get();
        if (count < 1 || count > MOST_DEVICES) {
            throw new OperatorMistake("--devices: " + count + " is not within 1 to " + MOST_DEVICES);
        }
        int projects = Math.min(MOST_PROJECTS, count / DEVICES_IN_A_PROJECT + 1);
        return Fleet.seeded(seed(), projects, count);
    }

    long seed() {
        return seed.get();
    }
}
