package trro.exporter.discovery;

import java.time.Duration;

/**
 * How often lists are read where the budget allows it.
 *
 * @param lists between two readings of the project list, of a device list, and of the licences
 * @param recentSessions between two readings of a project's recent sessions while somebody wants to know them
 * @param absentActions until an action that the site does not have is tried again
 * @param sightings how long a device that no list names stays known after its last session
 */
public record DiscoveryPace(Duration lists, Duration recentSessions, Duration absentActions, Duration sightings) {

    /** A page that TRRO refuses is asked for with fewer rows. */
    public static final int ROWS_PER_PAGE = 100;

    public static final DiscoveryPace DEFAULT =
            new DiscoveryPace(Duration.ofMinutes(10), Duration.ofSeconds(10), Duration.ofHours(6), Duration.ofDays(7));
}
