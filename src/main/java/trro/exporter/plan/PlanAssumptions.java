package trro.exporter.plan;

/**
 * What a plan needs to know and the configuration cannot say.
 *
 * @param activeShare of the devices that have sessions at a moment, 0 to 1
 * @param discoveredDevices of each project that discovers them
 * @param discoveredProjects of each account that discovers them
 */
public record PlanAssumptions(double activeShare, int discoveredDevices, int discoveredProjects) {

    public static final PlanAssumptions DEFAULT = new PlanAssumptions(0.03, 100, 10);
}
