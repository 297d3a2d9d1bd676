package trro.exporter.simulator;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The faults that are ordered, each with its probability.
 *
 * @param maxLatency added to every answer at most; evenly spread from nothing to this
 * @param probabilities of each fault, 0 to 1 and 1 together at most; those left out do not happen
 * @param errorCode the error that every call gets, if any, such as {@code InternalError}
 */
public record FaultPlan(Duration maxLatency, Map<Fault, Double> probabilities, Optional<String> errorCode) {

    public static final FaultPlan NONE = new FaultPlan(Duration.ZERO, Map.of(), Optional.empty());

    private static final double ROUNDING = 1e-9;

    public FaultPlan {
        if (maxLatency.isNegative()) {
            throw new IllegalArgumentException("latency is below zero: " + maxLatency);
        }
        probabilities = Map.copyOf(probabilities);
        double sum = 0;
        for (Map.Entry<Fault, Double> entry : probabilities.entrySet()) {
            if (!(entry.getValue() >= 0)) { // also rejects NaN
                throw new IllegalArgumentException(
                        "probability of " + entry.getKey().label() + " is not within 0..1: " + entry.getValue());
            }
            sum += entry.getValue();
        }
        if (sum > 1 + ROUNDING) {
            throw new IllegalArgumentException("probabilities add up to more than 1: " + sum);
        }
    }

    /** Every call gets this error. */
    public FaultPlan failingWith(String code) {
        return new FaultPlan(maxLatency, probabilities, Optional.of(code));
    }
}
