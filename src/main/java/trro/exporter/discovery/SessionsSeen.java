package trro.exporter.discovery;

import java.time.Instant;
import java.util.Map;

/**
 * Which devices of a project had a session within the last two hours, on either side, as TRRO's list has it.
 *
 * @param latestUpdates the latest sign of a session, by device id; devices that are not polled may be among them
 * @param askedAt when the first page was asked for
 * @param askedNanos the same moment on the steady clock
 */
public record SessionsSeen(String projectId, Map<String, Instant> latestUpdates, Instant askedAt, long askedNanos) {

    public SessionsSeen {
        latestUpdates = Map.copyOf(latestUpdates);
    }
}
