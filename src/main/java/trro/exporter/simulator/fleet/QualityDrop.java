package trro.exporter.simulator.fleet;

import java.time.Instant;
import java.util.Optional;

/**
 * A scripted spell of bad sessions, laid over what chance gives.
 *
 * @param projectId where it happens
 * @param deviceId the one device that suffers, or empty for all of the project
 * @param from sessions that end from here on are rated by {@code notBadRatio}
 * @param to the first moment after the spell
 * @param notBadRatio the share of its sessions that is still good or normal, 0 to 1
 */
public record QualityDrop(String projectId, Optional<String> deviceId, Instant from, Instant to, double notBadRatio) {

    public QualityDrop {
        if (!(notBadRatio >= 0 && notBadRatio <= 1)) { // also rejects NaN
            throw new IllegalArgumentException("notBadRatio is not within 0..1: " + notBadRatio);
        }
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("to is before from: " + to + " < " + from);
        }
    }

    boolean concerns(String project, String device) {
        return projectId.equals(project) && deviceId.map(device::equals).orElse(true);
    }

    boolean covers(long second) {
        return from.getEpochSecond() <= second && second < to.getEpochSecond();
    }
}
