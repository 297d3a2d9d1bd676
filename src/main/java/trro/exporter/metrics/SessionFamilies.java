package trro.exporter.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.stream.Stream;
import trro.exporter.model.SessionStatistics;

/** The families that carry one kind of subject's figures: a project's own, or a device's. The two never mix, so that sums are right. */
final class SessionFamilies {

    private final GaugeFamily sessions;
    private final GaugeFamily duration;
    private final GaugeFamily notBadRatio;
    private final GaugeFamily notBadSessions;
    private final GaugeFamily activeFieldDevices;
    private final GaugeFamily activeRemoteDevices;
    private final GaugeFamily lastSuccess;

    private SessionFamilies(Stream<MetricCatalog> metrics) { // in the order of the fields
        GaugeFamily[] families = metrics.map(GaugeFamily::new).toArray(GaugeFamily[]::new);
        sessions = families[0];
        duration = families[1];
        notBadRatio = families[2];
        notBadSessions = families[3];
        activeFieldDevices = families[4];
        activeRemoteDevices = families[5];
        lastSuccess = families[6];
    }

    static SessionFamilies ofProjects() {
        return new SessionFamilies(Stream.of(
                MetricCatalog.PROJECT_SESSIONS,
                MetricCatalog.PROJECT_SESSION_DURATION,
                MetricCatalog.PROJECT_NOT_BAD_RATIO,
                MetricCatalog.PROJECT_NOT_BAD_SESSIONS,
                MetricCatalog.PROJECT_ACTIVE_FIELD_DEVICES,
                MetricCatalog.PROJECT_ACTIVE_REMOTE_DEVICES,
                MetricCatalog.PROJECT_LAST_SUCCESS));
    }

    static SessionFamilies ofDevices() {
        return new SessionFamilies(Stream.of(
                MetricCatalog.DEVICE_SESSIONS,
                MetricCatalog.DEVICE_SESSION_DURATION,
                MetricCatalog.DEVICE_NOT_BAD_RATIO,
                MetricCatalog.DEVICE_NOT_BAD_SESSIONS,
                MetricCatalog.DEVICE_ACTIVE_FIELD_DEVICES,
                MetricCatalog.DEVICE_ACTIVE_REMOTE_DEVICES,
                MetricCatalog.DEVICE_LAST_SUCCESS));
    }

    void add(Labels labels, SessionStatistics figures) {
        sessions.add(labels, (double) figures.sessions());
        duration.add(labels, (double) figures.totalDuration().toSeconds());
        notBadSessions.add(labels, (double) figures.notBadSessions());
        activeFieldDevices.add(labels, (double) figures.activeFieldDevices());
        activeRemoteDevices.add(labels, (double) figures.activeRemoteDevices());
        if (figures.sessions() > 0) {
            notBadRatio.add(labels, figures.notBadRatio());
        }
    }

    void addLastSuccess(Labels labels, double unixSeconds) {
        lastSuccess.add(labels, unixSeconds);
    }

    Stream<GaugeFamily> families() {
        return Stream.of(
                sessions, duration, notBadRatio, notBadSessions, activeFieldDevices, activeRemoteDevices, lastSuccess);
    }
}
