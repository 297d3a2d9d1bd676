package trro.exporter.simulator;

/**
 * The choices that TRRO's documents leave open, and the simulator's limits.
 *
 * @param requestsPerSecond the limit for each action and sub-account; TRRO's is 20
 * @param site which actions there are
 * @param maxPageSize how many rows a page of a list may have, 1 or more
 */
public record SimulatorSettings(int requestsPerSecond, Site site, int maxPageSize) {

    public static final SimulatorSettings DEFAULT = new SimulatorSettings(20, Site.INTERNATIONAL, 100);

    public SimulatorSettings {
        if (requestsPerSecond < 1 || maxPageSize < 1) {
            throw new IllegalArgumentException(
                    "requestsPerSecond or maxPageSize is below 1: " + requestsPerSecond + ", " + maxPageSize);
        }
    }

    public SimulatorSettings withSite(Site place) {
        return new SimulatorSettings(requestsPerSecond, place, maxPageSize);
    }

    /** One of Tencent Cloud's sites, which differ in the actions that they have. */
    public enum Site {
        INTERNATIONAL,
        /** Has DescribeDeviceList. */
        DOMESTIC
    }
}
