package trro.exporter.simulator;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import trro.exporter.simulator.fleet.Site;

/**
 * How the simulator does what TRRO's documents leave open, and how strict it is.
 *
 * @param requestsPerSecond the limit for each action and sub-account; TRRO's is 20
 * @param lag how far the figures are behind the clock, zero or more: so long may a closed bucket still grow
 * @param maxRows a range with more intervals than this is refused, 1 or more
 * @param rows in which order and shape rows are given
 * @param site which actions there are
 * @param maxPageSizes by action, how many rows a page of a list may have, 1 or more; 100 for those left out
 */
public record SimulatorSettings(
        int requestsPerSecond, Duration lag, int maxRows, RowStyle rows, Site site, Map<String, Integer> maxPageSizes) {

    private static final int MAX_PAGE_SIZE = 100;

    public static final SimulatorSettings DEFAULT =
            new SimulatorSettings(20, Duration.ZERO, 1_000, RowStyle.TIDY, Site.INTERNATIONAL, Map.of());

    public SimulatorSettings {
        if (requestsPerSecond < 1) {
            throw new IllegalArgumentException("requestsPerSecond is below 1: " + requestsPerSecond);
        }
        if (lag.isNegative()) {
            throw new IllegalArgumentException("lag is negative: " + lag);
        }
        if (maxRows < 1) {
            throw new IllegalArgumentException("maxRows is below 1: " + maxRows);
        }
        maxPageSizes = Map.copyOf(maxPageSizes);
        maxPageSizes.forEach((action, size) -> {
            if (size < 1) {
                throw new IllegalArgumentException("the maximum page size of " + action + " is below 1: " + size);
            }
        });
    }

    public SimulatorSettings withRequestsPerSecond(int limit) {
        return new SimulatorSettings(limit, lag, maxRows, rows, site, maxPageSizes);
    }

    public SimulatorSettings withLag(Duration delay) {
        return new SimulatorSettings(requestsPerSecond, delay, maxRows, rows, site, maxPageSizes);
    }

    public SimulatorSettings withRows(RowStyle style) {
        return new SimulatorSettings(requestsPerSecond, lag, maxRows, style, site, maxPageSizes);
    }

    public SimulatorSettings withSite(Site place) {
        return new SimulatorSettings(requestsPerSecond, lag, maxRows, rows, place, maxPageSizes);
    }

    public SimulatorSettings withMaxPageSize(String action, int size) {
        Map<String, Integer> changed = new HashMap<>(maxPageSizes);
        changed.put(action, size);
        return new SimulatorSettings(requestsPerSecond, lag, maxRows, rows, site, changed);
    }

    int maxPageSize(String action) {
        return maxPageSizes.getOrDefault(action, MAX_PAGE_SIZE);
    }
}
