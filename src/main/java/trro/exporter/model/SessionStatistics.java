package trro.exporter.model;

import java.time.Duration;
import java.time.Instant;

/**
 * Session figures of one bucket, as TRRO reported them.
 *
 * @param start the reported start; decides the bucket
 * @param end the reported end; TRRO's own sample has ends before starts, so nothing but a check is built on it
 * @param sessions number of sessions, 0 or more
 * @param totalDuration session time summed over sessions, which may exceed the bucket; TRRO reports whole minutes
 * @param notBadRatio share of sessions rated good or normal, 0 to 1, without meaning when there are no sessions; TRRO
 *     reports whole percent
 * @param activeFieldDevices devices on the controlled side that were active, 0 or more
 * @param activeRemoteDevices devices on the controlling side that were active, 0 or more
 * @see <a href="https://www.tencentcloud.com/document/product/1252/68118">SessionIntervalStatistic</a>
 */
public record SessionStatistics(
        Instant start,
        Instant end,
        long sessions,
        Duration totalDuration,
        double notBadRatio,
        long activeFieldDevices,
        long activeRemoteDevices) {

    public SessionStatistics {
        if (sessions < 0 || activeFieldDevices < 0 || activeRemoteDevices < 0 || totalDuration.isNegative()) {
            throw new IllegalArgumentException("a figure is negative");
        }
        if (!(notBadRatio >= 0 && notBadRatio <= 1)) { // also rejects NaN
            throw new IllegalArgumentException("notBadRatio is not within 0..1: " + notBadRatio);
        }
    }

    /** A bucket in which nothing happened. */
    public static SessionStatistics none(Instant start, Instant end) {
        return new SessionStatistics(start, end, 0, Duration.ZERO, 0, 0, 0);
    }

    /**
     * Sessions rated good or normal: TRRO's whole percent of the sessions, rounded half up, so that it can be summed
     * over devices.
     */
    public long notBadSessions() {
        long percent = Math.round(notBadRatio * 100);
        return sessions / 100 * percent + (sessions % 100 * percent + 50) / 100;
    }
}
