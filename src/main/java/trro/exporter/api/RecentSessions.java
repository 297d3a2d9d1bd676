package trro.exporter.api;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import trro.exporter.time.Moment;

/**
 * The devices of a project that had a session within the last two hours, on either side, as TRRO's list has it.
 *
 * @param latestUpdates the latest sign of a session, by device id; devices that are not polled may be among them
 * @param askedAt the moment at which the first page was asked for
 */
public record RecentSessions(String projectId, Map<String, Instant> latestUpdates, Moment askedAt) {

    public RecentSessions {
        latestUpdates = Map.copyOf(latestUpdates);
    }

    /** Adds up the rows of the list. */
    public static RecentSessions of(String projectId, List<RecentSession> rows, Moment askedAt) {
        Map<String, Instant> updates = new HashMap<>();
        for (RecentSession session : rows) {
            Stream.of(session.fieldDeviceId(), session.remoteDeviceId())
                    .flatMap(id -> id.stream())
                    .forEach(id -> updates.merge(id, session.latestUpdate(), RecentSessions::later));
        }
        return new RecentSessions(projectId, updates, askedAt);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
