package trro.exporter.simulator;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The faults that are ordered, each with its probability.
 *
 * @param minLatency added to every answer at least
 * @param maxLatency added to every answer at most; evenly spread between the two
 * @param probabilities of each fault, 0 to 1 and 1 together at most; those left out do not happen
 * @param errorCode the error that every call gets, if any, such as {@code InternalError}
 */
public record FaultPlan(
        Duration minLatency, Duration maxLatency, Map<Fault, Double> probabilities, Optional<String> errorCode) {

    public static final FaultPlan NONE = new FaultPlan(Duration.ZERO, Duration.ZERO, Map.of(), Optional.empty());

    private static final double ROUNDING = 1e-9;

    public FaultPlan {
        if (minLatency.isNegative() || maxLatency.compareTo(minLatency) < 0) {
            throw new IllegalArgumentException("latency is not a range: " + minLatency + " to " + maxLatency);
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

    public FaultPlan withLatency(Duration min, Duration max) {
        return new FaultPlan(min, max, probabilities, errorCode);
    }

    public FaultPlan with(Fault fault, double probability) {
        Map<Fault, Double> changed = new EnumMap<>(Fault.class);
        changed.putAll(probabilities);
        changed.put(fault, probability);
        return new FaultPlan(minLatency, maxLatency, changed, errorCode);
    }

    /** Every call gets this error. */
    public FaultPlan failingWith(String code) {
        return new FaultPlan(minLatency, maxLatency, probabilities, Optional.of(code));
    }
}
