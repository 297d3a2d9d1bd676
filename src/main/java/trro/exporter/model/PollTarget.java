package trro.exporter.model;

import java.util.Comparator;
import java.util.Optional;

/**
 * A target of polling: a project or one of its devices, by one interval.
 *
 * @param projectId TRRO's project id, not empty
 * @param deviceId the device; empty for the project's own figures (asked without DeviceId, never summed from devices)
 * @param interval the interval that the figures are summed over
 */
public record PollTarget(String projectId, Optional<String> deviceId, StatisticInterval interval)
        implements Comparable<PollTarget> {

    private static final Comparator<PollTarget> ORDER = Comparator.comparing(PollTarget::projectId)
            .thenComparing(target -> target.deviceId().orElse(""))
            .thenComparing(PollTarget::interval);

    public PollTarget {
        if (projectId.isEmpty()) {
            throw new IllegalArgumentException("projectId is empty");
        }
        if (deviceId.isPresent() && deviceId.get().isEmpty()) {
            throw new IllegalArgumentException("deviceId is empty; leave it out to ask for the project's own figures");
        }
    }

    public static PollTarget ofProject(String projectId, StatisticInterval interval) {
        return new PollTarget(projectId, Optional.empty(), interval);
    }

    public static PollTarget ofDevice(String projectId, String deviceId, StatisticInterval interval) {
        return new PollTarget(projectId, Optional.of(deviceId), interval);
    }

    /** By project, then device (the project's own figures before them), then interval. */
    @Override
    public int compareTo(PollTarget other) {
        return ORDER.compare(this, other);
    }
}
