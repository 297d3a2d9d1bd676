package trro.exporter.plan;

/**
 * Facts that a plan needs and the configuration cannot know.
 *
 * @param activeShare of the devices that have sessions at a moment, 0 to 1
 * @param discoveredDevices of each project that discovers them
 * @param discoveredProjects of each account that discovers them
 */
public record PlanAssumptions(double activeShare, int discoveredDevices, int discoveredProjects) {

    public static final double ACTIVE_SHARE = 0.03;
    public static final int DISCOVERED_DEVICES = 100;
    public static final int DISCOVERED_PROJECTS = 10;

    public static final PlanAssumptions DEFAULT =
            new PlanAssumptions(ACTIVE_SHARE, DISCOVERED_DEVICES, DISCOVERED_PROJECTS);
}
