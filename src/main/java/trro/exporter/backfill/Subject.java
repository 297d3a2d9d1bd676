package trro.exporter.backfill;

import java.util.Optional;
import trro.exporter.model.PollTarget;
import trro.exporter.model.StatisticInterval;

/**
 * A project or a device whose past is asked for.
 *
 * @param account through which it is asked
 * @param deviceId empty for the project's own figures
 */
public record Subject(String account, String projectId, Optional<String> deviceId) {

    PollTarget target(StatisticInterval interval) {
        return new PollTarget(projectId, deviceId, interval);
    }

    @Override
    public String toString() {
        return "project " + projectId + deviceId.map(id -> ", device " + id).orElse("");
    }
}
