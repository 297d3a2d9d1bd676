package trro.exporter.simulator;

import java.time.Duration;

/**
 * How the simulator does what TRRO's documents leave open, and how strict it is.
 *
 * @param requestsPerSecond the limit for each action and sub-account; TRRO's is 20
 * @param lag how far the figures are behind the clock, zero or more: so long may a closed bucket still grow
 * @param maxRows a range with more intervals than this is refused, 1 or more
 * @param rows in which order and shape rows are given
 */
public record SimulatorSettings(int requestsPerSecond, Duration lag, int maxRows, RowStyle rows) {

    public static final SimulatorSettings DEFAULT = new SimulatorSettings(20, Duration.ZERO, 1_000, RowStyle.TIDY);

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
    }

    public SimulatorSettings withRequestsPerSecond(int limit) {
        return new SimulatorSettings(limit, lag, maxRows, rows);
    }

    public SimulatorSettings withLag(Duration delay) {
        return new SimulatorSettings(requestsPerSecond, delay, maxRows, rows);
    }

    public SimulatorSettings withMaxRows(int limit) {
        return new SimulatorSettings(requestsPerSecond, lag, limit, rows);
    }

    public SimulatorSettings withRows(RowStyle style) {
        return new SimulatorSettings(requestsPerSecond, lag, maxRows, style);
    }
}
