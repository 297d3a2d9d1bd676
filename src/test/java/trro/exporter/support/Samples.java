package trro.exporter.support;

import java.time.Duration;
import java.time.Instant;
import trro.exporter.model.SessionStatistics;

/** Figures for tests. */
public final class Samples {

    private Samples() {}

    /** An hour's row with so many sessions of ten minutes, half of them not bad. */
    public static SessionStatistics hour(String start, long sessions) {
        Instant from = Instant.parse(start);
        return row(from, from.plus(Duration.ofHours(1)), sessions);
    }

    /** A row with so many sessions of ten minutes, half of them not bad. */
    public static SessionStatistics row(Instant start, Instant end, long sessions) {
        return statistics(start, end, sessions, Duration.ofMinutes(10 * sessions), 0.5, 1, 1);
    }

    /** A row. Every test makes its rows here, so that a further figure changes one file of the tests. */
    public static SessionStatistics statistics(
            Instant start,
            Instant end,
            long sessions,
            Duration totalDuration,
            double notBadRatio,
            long activeFieldDevices,
            long activeRemoteDevices) {
        return new SessionStatistics(
                start, end, sessions, totalDuration, notBadRatio, activeFieldDevices, activeRemoteDevices);
    }
}
