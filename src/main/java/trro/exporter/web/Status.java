package trro.exporter.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import trro.exporter.model.StatisticInterval;
import trro.exporter.snapshot.Snapshot;

/**
 * What the status page is made from.
 *
 * @param version the version of this program
 * @param startedAt when this process began to serve
 * @param timeZone the calendar of days and months
 * @param maxAges figures that were not confirmed for longer are not shown; an interval without one keeps them
 * @param snapshot what is known of the fleet
 */
public record Status(
        String version,
        Instant startedAt,
        ZoneId timeZone,
        Map<StatisticInterval, Duration> maxAges,
        Snapshot snapshot) {

    public Status {
        maxAges = Map.copyOf(maxAges);
    }
}
