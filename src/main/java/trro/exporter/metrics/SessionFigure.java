package trro.exporter.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import trro.exporter.model.SessionStatistics;

/**
 * The figure that a family shows of what was reported for a bucket.
 *
 * @param known whether there is such a figure
 */
record SessionFigure(Predicate<SessionStatistics> known, ToDoubleFunction<SessionStatistics> value) {

    /** A project's own figures, and a device's, never mix, so that sums are right. */
    static final Map<MetricCatalog, SessionFigure> OF_PROJECTS = figures(
            MetricCatalog.PROJECT_SESSIONS,
            MetricCatalog.PROJECT_SESSION_DURATION,
            MetricCatalog.PROJECT_NOT_BAD_RATIO,
            MetricCatalog.PROJECT_NOT_BAD_SESSIONS,
            MetricCatalog.PROJECT_ACTIVE_FIELD_DEVICES,
            MetricCatalog.PROJECT_ACTIVE_REMOTE_DEVICES);

    static final Map<MetricCatalog, SessionFigure> OF_DEVICES = figures(
            MetricCatalog.DEVICE_SESSIONS,
            MetricCatalog.DEVICE_SESSION_DURATION,
            MetricCatalog.DEVICE_NOT_BAD_RATIO,
            MetricCatalog.DEVICE_NOT_BAD_SESSIONS,
            MetricCatalog.DEVICE_ACTIVE_FIELD_DEVICES,
            MetricCatalog.DEVICE_ACTIVE_REMOTE_DEVICES);

    private static Map<MetricCatalog, SessionFigure> figures(
            MetricCatalog sessions,
            MetricCatalog duration,
            MetricCatalog notBadRatio,
            MetricCatalog notBadSessions,
            MetricCatalog activeFieldDevices,
            MetricCatalog activeRemoteDevices) {
        Map<MetricCatalog, SessionFigure> figures = new EnumMap<>(MetricCatalog.class);
        figures.put(sessions, always(SessionStatistics::sessions));
        figures.put(duration, always(row -> row.totalDuration().toSeconds()));
        figures.put(notBadRatio, new SessionFigure(row -> row.sessions() > 0, SessionStatistics::notBadRatio));
        figures.put(notBadSessions, always(SessionStatistics::notBadSessions));
        figures.put(activeFieldDevices, always(SessionStatistics::activeFieldDevices));
        figures.put(activeRemoteDevices, always(SessionStatistics::activeRemoteDevices));
        return figures;
    }

    private static SessionFigure always(ToDoubleFunction<SessionStatistics> value) {
        return new SessionFigure(row -> true, value);
    }
}
