package trro.exporter.metrics;

import java.util.function.ToDoubleFunction;
import trro.exporter.exposition.Family;
import trro.exporter.model.SessionStatistics;

/**
 * A figure: one number of those that TRRO reports for a bucket of a target.
 *
 * <p>Each has two families, one of projects and one of devices, which never mix, so that sums are right.
 */
public enum Figure {
    SESSIONS("sessions", "Sessions of the %s in the window.", SessionStatistics::sessions),
    SESSION_DURATION(
            "session_duration_seconds",
            "Session time of the %s in the window, summed over its sessions; TRRO reports whole minutes.",
            row -> row.totalDuration().toSeconds()),
    NOT_BAD_RATIO(
            "not_bad_session_ratio",
            "Share of the %s's sessions in the window that were rated good or normal, 0 to 1; absent without sessions.",
            SessionStatistics::notBadRatio) {
        @Override
        public boolean isKnown(SessionStatistics row) {
            return row.sessions() > 0;
        }
    },
    NOT_BAD_SESSIONS(
            "not_bad_sessions",
            "Sessions of the %s in the window that were rated good or normal: ratio times sessions, rounded.",
            SessionStatistics::notBadSessions),
    ACTIVE_FIELD_DEVICES(
            "active_field_devices",
            "Devices on the controlled side that TRRO counted as active in the window when asked for the %s.",
            SessionStatistics::activeFieldDevices),
    ACTIVE_REMOTE_DEVICES(
            "active_remote_devices",
            "Devices on the controlling side that TRRO counted as active in the window when asked for the %s.",
            SessionStatistics::activeRemoteDevices);

    @SuppressWarnings("ImmutableEnumChecker") // families do not change
    private final Family ofProjects;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Family ofDevices;

    @SuppressWarnings("ImmutableEnumChecker") // every function here is of its argument alone
    private final ToDoubleFunction<SessionStatistics> value;

    /**
     * Makes a figure with its families.
     *
     * @param name the end of the families' names, with the unit
     * @param help says {@code %s} where the project or the device is meant
     */
    Figure(String name, String help, ToDoubleFunction<SessionStatistics> value) {
        ofProjects = new Family(
                Family.Kind.GAUGE,
                "trro_project_" + name,
                help.formatted("project"),
                "project_id",
                "interval",
                "window");
        ofDevices = new Family(
                Family.Kind.GAUGE,
                "trro_device_" + name,
                help.formatted("device"),
                "project_id",
                "device_id",
                "interval",
                "window");
        this.value = value;
    }

    /** Its family of projects. */
    public Family ofProjects() {
        return ofProjects;
    }

    /** Its family of devices. */
    public Family ofDevices() {
        return ofDevices;
    }

    /** True if what was reported for a bucket has such a figure. */
    public boolean isKnown(SessionStatistics row) {
        return true;
    }

    /** Its value in base units. */
    public double of(SessionStatistics row) {
        return value.applyAsDouble(row);
    }
}
