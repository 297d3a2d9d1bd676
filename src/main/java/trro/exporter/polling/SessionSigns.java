package trro.exporter.polling;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import trro.exporter.api.RecentSessions;
import trro.exporter.model.Buckets;
import trro.exporter.model.StatisticInterval;
import trro.exporter.time.Moment;

/**
 * The signs of sessions in a project's list of recent ones: a hint whom to ask first, never a source of figures.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/1252/68097">DescribeRecentSessionList</a>
 */
final class SessionSigns {

    /**
     * A device stays active for so long after the latest sign of a session. TRRO does not document how
     * often it renews the sign, and figures of a session that ended may come late.
     */
    static final Duration JUST_ENDED = Duration.ofMinutes(5);

    /** A sign that is later than the question by more than this is no news of a session. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    private final Map<String, Instant> latestUpdates;
    private final Moment askedAt;
    private final StatisticsCalendar calendar;
    private final Map<StatisticInterval, Buckets> buckets = new EnumMap<>(StatisticInterval.class);

    /** @param calendar says when the buckets in which devices had sessions are settled */
    SessionSigns(RecentSessions list, StatisticsCalendar calendar) {
        askedAt = list.askedAt();
        latestUpdates = list.latestUpdates().entrySet().stream()
                .filter(update -> !update.getValue().isAfter(askedAt.instant().plus(CLOCKS_APART)))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        this.calendar = calendar;
        for (StatisticInterval interval : StatisticInterval.values()) {
            buckets.put(interval, calendar.at(askedAt.instant(), interval));
        }
    }

    /** Whether the list names the device. */
    boolean names(String deviceId) {
        return latestUpdates.containsKey(deviceId);
    }

    /** Whether a session of the device is running, or ended just now. */
    boolean active(String deviceId) {
        Instant update = latestUpdates.get(deviceId);
        return update != null && !update.isBefore(askedAt.instant().minus(JUST_ENDED));
    }

    /** When the bucket of the device's latest session is settled, by the steady clock; empty if it had no session. */
    OptionalLong closesAt(String deviceId, StatisticInterval interval) {
        Instant update = latestUpdates.get(deviceId);
        return update == null
                ? OptionalLong.empty()
                : OptionalLong.of(askedAt.nanos()
                        + Duration.between(askedAt.instant(), settles(update, interval))
                                .toNanos());
    }

    private Instant settles(Instant update, StatisticInterval interval) {
        Buckets now = buckets.get(interval);
        return now != null && !update.isBefore(now.currentStart()) && update.isBefore(now.currentEnd())
                ? now.currentEnd().plus(calendar.settleTime())
                : calendar.settles(update, interval);
    }
}
