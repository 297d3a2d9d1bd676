package trro.exporter.discovery;

import java.time.Duration;

/**
 * The times between readings of lists where the budget allows it, and what else discovery does by the clock.
 *
 * @param lists between two readings of the project list, of a device list, and of the licences
 * @param recentSessions between two readings of a project's recent sessions while somebody wants to know them
 * @param absentActions until an action that the site does not have is tried again
 * @param sightings for which a device that no list names stays known after its last session
 */
public record DiscoveryPace(Duration lists, Duration recentSessions, Duration absentActions, Duration sightings) {

    public static final DiscoveryPace DEFAULT =
            new DiscoveryPace(Duration.ofMinutes(10), Duration.ofSeconds(10), Duration.ofHours(6), Duration.ofDays(7));
}
